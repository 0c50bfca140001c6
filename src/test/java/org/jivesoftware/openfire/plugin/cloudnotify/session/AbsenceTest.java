package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.session.SessionRoom.TICK;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.junit.jupiter.api.Test;

/** To which absence of its device a push belongs: what waits is dropped where the device was there for it, and nowhere else. */
class AbsenceTest {

    private final SessionRoom f = new SessionRoom();

    @Test
    void whatWasPushedWhileConnectedBelongsToNoAbsence() {
        FakeStream phone = f.phone();
        f.send(phone, chat("a call"), 1);
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        phone.acknowledge(1);
        f.pass(TICK);
        assertEquals(List.of("acked a call #1 after 250", "online phone"), f.takeTold());
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("online phone"), f.takeTold());
    }

    @Test
    void aPushBetweenTheLossOfTheConnectionAndItsDiscoveryBelongsToTheAbsence() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.pass(TICK);
        assertEquals(List.of(), f.takeTold());
    }

    /** Openfire takes the session away, stores messages from then on, and only then tells of the end. */
    @Test
    void aPushBetweenTheEndOfASessionAndTheNewsOfItBelongsToTheAbsence() {
        FakeStream phone = f.phone();
        phone.managed = false;
        phone.closed = true;
        assertFalse(f.tracker.connected(SessionRoom.key("phone")));
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.tracker.ended("s1");
        assertEquals(List.of(), f.takeTold(), "it was not there for it: what waits is not dropped");
        FakeStream again = f.stream("s2", "juliet@example.org/phone");
        again.managed = false;
        f.tracker.bound(again);
        f.takeTold();
        assertTrue(f.tracker.connected(SessionRoom.key("phone")));
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.tracker.ended("s2");
        assertEquals(List.of("online phone"), f.takeTold(), "it was there for that one");
    }

    @Test
    void whoseSessionHasEndedHasNoneThoughNobodyToldYet() {
        FakeStream phone = f.phone();
        f.send(phone, chat("read"), 1);
        phone.acknowledge(1);
        f.pass(TICK);
        f.takeTold();
        assertTrue(f.tracker.inUse(SessionRoom.key("phone")));
        assertEquals(1, f.tracker.sessions("juliet").size());
        phone.closed = true;
        assertFalse(f.tracker.inUse(SessionRoom.key("phone")));
        assertEquals(List.of(), f.tracker.sessions("juliet"), "an archive's copy is for this device");
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.tracker.ended("s1");
        assertEquals(List.of(), f.takeTold(), "the count goes on, and what waits is not dropped");
    }

    @Test
    void aSessionThatHasEndedDoesNotMakeAnotherOneOfItsDeviceSleep() {
        FakeStream phone = f.phone();
        FakeStream again = f.stream("s2", "juliet@example.org/other");
        f.tracker.bound(again);
        f.enable("phone", "other", null);
        phone.closed = true;
        assertTrue(f.tracker.inUse(SessionRoom.key("phone")));
    }

    @Test
    void noneDoesWhatWasAcknowledgedRightBeforeTheSessionEnds() {
        FakeStream phone = f.phone();
        f.laneHeld = true;
        f.send(phone, chat("a call"), 1);
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        phone.acknowledge(1);
        phone.managed = false;
        f.tracker.ended("s1");
        f.runLane();
        assertEquals(List.of("online phone"), f.takeTold());
        FakeStream again = f.stream("s2", "juliet@example.org/phone");
        f.tracker.bound(again);
        f.takeTold();
        f.send(again, chat("another call"), 2);
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.tracker.ended("s2");
        assertEquals(List.of(), f.takeTold(), "which it did not acknowledge");
    }

    @Test
    void theEndOfASessionDropsNothingThatIsAlreadyForTheTimeAfterIt() {
        // A message may be stored offline, and its push wait to be merged, before the end of the session is heard of.
        f.phone();
        f.tracker.ended("s1");
        assertEquals(List.of(), f.takeTold());
    }
}
