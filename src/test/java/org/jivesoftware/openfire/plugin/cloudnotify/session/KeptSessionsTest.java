package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.session.SessionRoom.TICK;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.junit.jupiter.api.Test;

/** For how long a detached session that somebody can resume is kept (max-hibernation). */
class KeptSessionsTest {

    private final SessionRoom f = new SessionRoom();

    /** The push is told of while the stanza is looked at, on the lane: it counts from then. */
    @Test
    void aPushThatGoesOutAtOnceStartsTheServersTime() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        phone.detached = true;
        f.pass(TICK);
        Duration own = Duration.ofMinutes(10);
        f.pass(Duration.ofHours(1));
        assertFalse(phone.mayEnd.test(own));
        f.pushing = true;
        f.send(phone, chat("one"), 1);
        f.pass(Duration.ofMinutes(9));
        assertFalse(phone.mayEnd.test(own));
        f.pass(Duration.ofMinutes(1));
        assertTrue(phone.mayEnd.test(own));
    }

    @Test
    void aDetachedSessionIsKeptUntilThePushAndThenForTheServersTime() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        assertNotNull(phone.mayEnd);
        Duration own = Duration.ofMinutes(10);
        f.passPolling(Duration.ofMinutes(11));
        phone.detached = true;
        assertFalse(phone.mayEnd.test(own), "Idle for long, and not even seen to be detached");
        f.pass(TICK);
        f.passPolling(Duration.ofHours(5));
        assertFalse(phone.mayEnd.test(own));
        f.tracker.pushed(SessionRoom.key("tablet"), true, Where.HERE);
        f.tracker.pushed(SessionRoom.key("phone"), false, Where.HERE);
        f.pass(Duration.ofMinutes(11));
        assertFalse(phone.mayEnd.test(own));
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.pass(Duration.ofMinutes(9));
        assertFalse(phone.mayEnd.test(own));
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.pass(Duration.ofMinutes(1));
        assertTrue(phone.mayEnd.test(own));
        assertEquals(0, phone.touched);
    }

    @Test
    void aDetachedSessionIsNeverKeptLongerThanTheMaximum() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        phone.detached = true;
        f.pass(TICK);
        f.pass(Duration.ofHours(72).minusSeconds(1));
        assertFalse(phone.mayEnd.test(Duration.ofMinutes(10)));
        f.pass(Duration.ofSeconds(1));
        assertTrue(phone.mayEnd.test(Duration.ofMinutes(10)));
    }

    @Test
    void sessionsWithoutARegistrationEndAsTheServerWouldHaveIt() {
        f.phone();
        FakeStream desktop = f.stream("s2", "juliet@example.org/desktop");
        desktop.delegates = true;
        f.tracker.bound(desktop);
        desktop.detached = true;
        f.passPolling(Duration.ofMinutes(10));
        assertFalse(desktop.mayEnd.test(Duration.ofMinutes(10)));
        f.pass(TICK);
        assertTrue(desktop.mayEnd.test(Duration.ofMinutes(10)));
    }

    @Test
    void aSessionThatNobodyCanResumeIsNotKeptButWhatItLosesIsPushed() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        phone.detached = true;
        f.pass(TICK);
        f.takeTold();
        // As Openfire does where too much waits.
        phone.managed = false;
        phone.queue.clear();
        f.seen(phone, chat("one more"), 1);
        assertEquals(List.of("hibernated one more #1 phone"), f.takeTold());
        f.pass(Duration.ofMinutes(11));
        assertTrue(phone.mayEnd.test(Duration.ofMinutes(10)));
    }

    @Test
    void whereTheServerDecidesItIsPutOff() {
        FakeStream phone = f.phone();
        Duration own = f.detachTime;
        phone.detached = true;
        for (int i = 0; i < 4 * 60; i++) {
            f.passPolling(Duration.ofMinutes(1));
            assertTrue(phone.lastActive.plus(own).isAfter(f.now), "Would have ended");
        }
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.passRound(TICK);
        Instant pushed = f.now;
        f.passPolling(Duration.ofMinutes(30));
        assertFalse(phone.lastActive.isAfter(pushed));
        assertFalse(phone.lastActive.isBefore(pushed.minus(TICK)));
    }

    @Test
    void whereTheServerDecidesTheMaximumHolds() {
        f.properties.put("cloudnotify.max-hibernation", "3600");
        FakeStream phone = f.phone();
        Instant start = f.now;
        phone.detached = true;
        f.passPolling(Duration.ofHours(2));
        Instant end = phone.lastActive.plus(f.detachTime);
        assertFalse(end.isAfter(start.plusSeconds(3600 + 1)));
        assertTrue(end.isAfter(start.plusSeconds(3600 - 301)));
    }
}
