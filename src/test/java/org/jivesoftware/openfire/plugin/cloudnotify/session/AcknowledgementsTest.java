package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.session.SessionRoom.TICK;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What acknowledgements tell: that a device is there, that what it got is seen, and by their absence that it is not. */
class AcknowledgementsTest {

    private final SessionRoom f = new SessionRoom();

    @Test
    void anAcknowledgementIsAskedForOnceAndItsDelayIsNoticed() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.send(phone, chat("two"), 2);
        assertEquals(1, phone.asked);
        f.passPolling(Duration.ofSeconds(29));
        assertEquals(List.of(), f.takeTold());
        f.passPolling(Duration.ofSeconds(3));
        assertEquals(List.of("late one #1 phone", "late two #2 phone"), f.takeTold());
        assertFalse(f.tracker.inUse(SessionRoom.key("phone")));
        f.send(phone, chat("three"), 3);
        assertEquals(List.of("late three #3 phone"), f.takeTold());
        phone.detached = true;
        f.passPolling(TICK);
        assertEquals(List.of(), f.takeTold());
        assertEquals(1, phone.asked);
    }

    @Test
    void anAcknowledgementInTimeIsJournaledAndTheNextOneIsAskedForAgain() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.passPolling(Duration.ofMillis(500));
        f.send(phone, chat("two"), 2);
        phone.acknowledge(1);
        f.passPolling(TICK);
        assertEquals(List.of("acked one #1 after 750"), f.takeTold());
        assertEquals(2, phone.asked);
        phone.acknowledge(1);
        f.passPolling(Duration.ofMinutes(1));
        assertEquals(List.of("acked two #2 after 500"), f.takeTold());
        assertEquals(2, phone.asked);
    }

    @Test
    void whoAcknowledgesAfterAllIsOnlineAgain() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.passPolling(Duration.ofSeconds(32));
        phone.acknowledge(1);
        f.passPolling(Duration.ofSeconds(2));
        assertEquals(List.of("late one #1 phone", "online phone"), f.takeTold());
        assertTrue(f.tracker.inUse(SessionRoom.key("phone")));
    }

    @Test
    void withoutMaxAckDelayNothingIsLate() {
        f.properties.put("cloudnotify.max-ack-delay", "0");
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.passPolling(Duration.ofMinutes(10));
        assertEquals(List.of(), f.takeTold());
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
    }

    /** Between two looks: what it acknowledged shows that it was there, and that its absence is a new one. */
    @Test
    void aShortVisitIsKnownByWhatWasAcknowledged() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("one"), 1);
        f.send(phone, chat("two"), 2);
        assertEquals(List.of("hibernated one #1 phone", "hibernated two #2 phone"), f.takeTold());
        phone.acknowledge(2);
        f.send(phone, chat("three"), 3);
        assertEquals(List.of("online phone", "hibernated three #3 phone"), f.takeTold());
    }

    /** Whatever was told of it before; and after whoever hears that the device is back, and drops what waits. */
    @Test
    void whatIsAcknowledgedIsSeen() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        phone.acknowledge(1);
        f.pass(TICK);
        f.send(phone, chat("two"), 2);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("one #1 phone"), f.seen);
        f.takeTold();
        phone.detached = false;
        phone.acknowledge(1);
        f.passRound(TICK);
        assertEquals(List.of("one #1 phone", "two #2 phone"), f.seen);
        assertEquals(List.of("online phone"), f.takeTold());
    }

    @Test
    void whatASessionWithoutARegistrationAcknowledgesIsSeenByNobody() {
        f.phone();
        FakeStream desktop = f.stream("s2", "juliet@example.org/desktop");
        f.tracker.bound(desktop);
        f.send(desktop, chat("one"), 1);
        desktop.acknowledge(1);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of(), f.seen);
    }
}
