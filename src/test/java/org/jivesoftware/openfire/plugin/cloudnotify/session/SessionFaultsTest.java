package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that the plugin keeps end in time, whatever fails in it. */
class SessionFaultsTest {

    private final SessionRoom room = new SessionRoom();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionWhoseLooksFailEndsWhenItsTimeIsOver(boolean fromTheBeginning) {
        Duration own = Duration.ofMinutes(10);
        room.properties.put(Settings.MAX_HIBERNATION.property(), "3600");
        room.enable("phone", null);
        FakeStream phone = room.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        phone.broken = fromTheBeginning ? new NoSuchMethodError("gone") : null;
        phone.detached = fromTheBeginning;
        failing(() -> room.tracker.bound(phone));
        phone.broken = new NoSuchMethodError("gone");
        phone.detached = true;
        failing(room.tracker::poll);
        assertFalse(phone.mayEnd.test(own));
        for (int minute = 0; minute < 59; minute += 10) {
            failing(() -> room.pass(Duration.ofMinutes(10).minusSeconds(1)));
            assertFalse(phone.mayEnd.test(own), "after " + minute);
        }
        failing(() -> room.pass(Duration.ofSeconds(10)));
        assertTrue(phone.mayEnd.test(own));
    }

    /** As where nobody ever looks at it: the looks are switched off. */
    @Test
    void aSessionThatNobodyLooksAtEndsWhenItsTimeIsOver() {
        room.properties.put(Settings.MAX_HIBERNATION.property(), "3600");
        room.enable("phone", null);
        FakeStream phone = room.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        room.tracker.bound(phone);
        phone.detached = true;
        room.now = room.now.plus(Duration.ofMinutes(59));
        assertFalse(phone.mayEnd.test(Duration.ofMinutes(10)));
        room.now = room.now.plus(Duration.ofMinutes(2));
        assertTrue(phone.mayEnd.test(Duration.ofMinutes(10)));
    }

    @Test
    void aSessionFoundInTheMomentOfAnUnloadIsLetGo() {
        room.enable("phone", null);
        FakeStream phone = room.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        phone.meanwhile = room.tracker::close;
        room.tracker.bound(phone);
        assertNull(phone.mayEnd);
        assertEquals(0, room.tracker.size());
        // The control: without it, the decision is taken over.
        FakeStream other = room.stream("s2", "juliet@example.org/other");
        other.delegates = true;
        SessionTracker next = room.tracker();
        next.bound(other);
        assertNotNull(other.mayEnd);
    }

    /** Lanes and the poll survive it. */
    private static void failing(Runnable work) {
        try {
            work.run();
        } catch (NoSuchMethodError e) {
            assertEquals("gone", e.getMessage());
        }
    }
}
