package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Read;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was read on another device counts no longer, and what waits for it is dropped (docs/behaviour.md §11). */
class ReadElsewhereTest {

    private static final String FRIEND = "friend@example.net";

    private final NotificationRoom room = new NotificationRoom();

    @BeforeEach
    void eachIsPushed() {
        room.setting("merge-window", "0");
    }

    private Stanza chat(String id) {
        return room.reader.read(Xml.message("<message type='chat' id='" + id + "' from='friend@example.net/home' to='user@example.org'>"
            + "<body>Hi</body><stanza-id xmlns='urn:xmpp:sid:0' by='user@example.org' id='archived-" + id + "'/></message>"));
    }

    private void push(String... ids) {
        for (String id : ids) {
            room.duePhone(Trigger.OFFLINE, chat(id));
        }
    }

    private int count() {
        return room.outbox.count(NotificationRoom.PHONE.key(), 0);
    }

    private boolean read(String chat, String id) {
        return room.outbox.read(NotificationRoom.PHONE.key(), new Read(chat, id)) > 0;
    }

    @Test
    void whatWasReadUpToAMarkerCountsNoLonger() {
        push("m1", "m2", "m3");
        assertEquals(3, count());
        assertTrue(read(FRIEND, "m2"));
        assertEquals(1, count());
        push("m4");
        assertEquals(2, room.pushed.get(3).summary().messageCount());
    }

    @Test
    void theIdOfTheArchiveNamesItAsWell() {
        push("m1", "m2");
        assertTrue(read(FRIEND, "archived-m1"));
        assertEquals(1, count());
    }

    @Test
    void anIdThatSomebodyElseGaveNamesNothing() {
        room.duePhone(Trigger.OFFLINE, room.reader.read(Xml.message("<message type='chat' id='m1' from='friend@example.net/home'"
            + " to='user@example.org'><body>Hi</body><stanza-id xmlns='urn:xmpp:sid:0' by='other@example.com' id='x'/></message>")));
        assertFalse(read(FRIEND, "x"));
        assertEquals(1, count());
    }

    @Test
    void aMarkerForWhatNobodyKnowsChangesNothing() {
        push("m1", "m2");
        assertFalse(read(FRIEND, "unknown"));
        assertFalse(read("other@example.net", "m2"));
        assertEquals(2, count());
    }

    @Test
    void aMessageOfOnesOwnReadsTheWholeChat() {
        push("m1", "m2");
        room.duePhone(Trigger.OFFLINE, room.reader.read(Xml.message("<message type='chat' from='other@example.net/x' to='user@example.org'>"
            + "<body>Hi</body></message>")));
        assertTrue(read(FRIEND, null));
        assertEquals(1, count());
    }

    @Test
    void whatWaitsIsDroppedAndNeverComesBack() {
        room.setting("max-pushes-per-minute", "1");
        push("m1");
        Occasion waiting = room.only(NotificationRoom.PHONE, Trigger.OFFLINE, chat("m2"));
        room.notifier.due(waiting);
        room.forgetWhatHappened();
        assertTrue(read(FRIEND, "m2"), "and of m1, which came before, the device was told");
        assertEquals(List.of(Outcome.READ_ELSEWHERE), room.outcomes());
        room.time.pass(Duration.ofMinutes(2));
        room.notifier.due(waiting);
        assertEquals(List.of(), room.pushed);
        assertEquals(0, count());
    }

    @Test
    void ofSeveralThatWaitTheUnreadOnesArePushed() {
        room.setting("max-pushes-per-minute", "1");
        push("m1", "m2", "m3");
        read(FRIEND, "m2");
        room.forgetWhatHappened();
        room.time.pass(Duration.ofMinutes(2));
        assertEquals(1, room.pushed.size());
        assertEquals(1, room.pushed.get(0).summary().messageCount());
    }
}
