package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.junit.jupiter.api.Test;

/** What one push of two says. */
class MergedTest {

    private static final Notification IMPORTANT = push(Trigger.OFFLINE, true, new Summary(3, null, null, "New Message!"));
    private static final Notification WAKE_UP = push(Trigger.HIBERNATED, false, Summary.EMPTY);
    private static final Notification REQUEST = push(Trigger.SUBSCRIPTION, false, new Summary(null, 2, null, null));

    @Test
    void theCountIsThatOfTheLast() {
        Notification last = push(Trigger.ARCHIVED, true, new Summary(4, null, null, "Neue Nachricht"));
        assertEquals(last, MergeWindow.merged(IMPORTANT, last));
    }

    @Test
    void importantAndUnimportantAreImportantInEitherOrder() {
        assertEquals(IMPORTANT, MergeWindow.merged(WAKE_UP, IMPORTANT));
        assertEquals(IMPORTANT, MergeWindow.merged(IMPORTANT, WAKE_UP));
        assertFalse(MergeWindow.merged(WAKE_UP, WAKE_UP).important());
    }

    @Test
    void nothingThatEitherSaysIsLost() {
        Summary both = new Summary(3, 2, null, "New Message!");
        assertEquals(both, MergeWindow.merged(REQUEST, IMPORTANT).summary());
        assertEquals(both, MergeWindow.merged(IMPORTANT, REQUEST).summary());
        assertTrue(MergeWindow.merged(IMPORTANT, REQUEST).mergeable());
    }

    private static Notification push(Trigger trigger, boolean important, Summary summary) {
        return new Notification(Fixture.PHONE.key(), trigger, summary, important, false, List.of(), null);
    }
}
