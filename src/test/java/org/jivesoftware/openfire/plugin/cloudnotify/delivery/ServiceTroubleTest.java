package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** Services that are busy, away, silent or slow (behaviour §4): the breaker, and what waits. */
class ServiceTroubleTest {

    /** In trouble, and it may be that the push went on all the same. */
    private static final Reply BUSY = DeliveryRig.error("remote-server-timeout", "cancel");

    private final DeliveryRig rig = new DeliveryRig();
    private final RegistrationKey alice = rig.enable("alice");
    private final RegistrationKey bob = rig.enable("bob");

    private void open() {
        rig.router.service(push -> BUSY);
        rig.send(alice);
        rig.send(bob);
        rig.send(alice);
        assertEquals(3, rig.router.count());
    }

    @Test
    void threeInARowOpenItForAMinute() {
        open();
        rig.send(bob);
        rig.send(alice);
        assertEquals(Outcome.SERVICE_DOWN, rig.lastOutcome());
        rig.pass(Duration.ofSeconds(59));
        assertEquals(3, rig.router.count());
        rig.pass(Duration.ofSeconds(2));
        assertEquals(4, rig.router.count(), "one probe");
    }

    @Test
    void aSuccessInBetweenKeepsItClosed() {
        for (int i = 0; i < 5; i++) {
            rig.router.service(push -> BUSY);
            rig.send(alice);
            rig.send(bob);
            rig.router.service(push -> DeliveryRig.error("forbidden", "auth"));
            rig.send(bob);
        }
        assertEquals(15, rig.router.count());
    }

    @Test
    void tellsSinceWhenItDoesNotWorkAndWhenItIsTriedNext() {
        open();
        Instant since = rig.time.clock().instant();
        ServiceState state = rig.courier.service(alice.destination().service());
        assertEquals(since, state.downSince());
        assertEquals(since.plusSeconds(60), state.nextTry());
        rig.send(alice);
        rig.pass(Duration.ofSeconds(61));
        state = rig.courier.service(alice.destination().service());
        assertEquals(since, state.downSince(), "it never worked in between");
        assertTrue(state.nextTry().isAfter(since.plusSeconds(170)), "the probe failed: " + state.nextTry());
        rig.router.service(push -> FakeRouter.result());
        rig.send(alice);
        rig.pass(Duration.ofSeconds(125));
        assertNull(rig.courier.service(alice.destination().service()));
    }

    @Test
    void whoTriesItNowNeedNotWaitForItsNextTry() {
        assertFalse(rig.courier.tryNow(alice.destination().service()), "it works");
        open();
        rig.send(alice);
        rig.send(bob);
        rig.pass(Duration.ofSeconds(1));
        assertEquals(3, rig.router.count());
        assertTrue(rig.courier.tryNow(alice.destination().service()));
        rig.pass(Duration.ofSeconds(1));
        assertEquals(4, rig.router.count(), "one probe");
        assertTrue(rig.courier.tryNow(alice.destination().service()));
        rig.pass(Duration.ofSeconds(1));
        assertEquals(5, rig.router.count());
        Instant inAMinute = rig.time.clock().instant().plusSeconds(60);
        assertFalse(rig.courier.service(alice.destination().service()).nextTry().isAfter(inAMinute),
            "trying often makes nobody wait longer");
        rig.router.service(push -> FakeRouter.result());
        rig.send(alice);
        rig.send(bob);
        assertTrue(rig.courier.tryNow(alice.destination().service()));
        rig.pass(Duration.ofSeconds(2));
        assertEquals(7, rig.router.count());
        assertEquals(0, rig.outbox.size());
    }

    @Test
    void theTimeDoublesFromOneMinuteToAnHour() {
        open();
        rig.send(alice);
        List<Long> minutes = new ArrayList<>();
        long last = rig.time.nanos();
        for (int i = 0; i < 5 * 3_600; i++) {
            rig.time.pass(Duration.ofSeconds(1));
            int before = rig.router.count();
            if (rig.router.count() > before || rig.router.count() > 3 + minutes.size()) {
                minutes.add(Math.round((rig.time.nanos() - last) / 60e9));
                last = rig.time.nanos();
                rig.send(alice);
            }
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L), minutes.subList(0, 9));
    }

    @Test
    void onlyOneProbeAtATime() {
        open();
        rig.router.service(push -> null);
        rig.send(alice);
        rig.send(bob);
        rig.pass(Duration.ofSeconds(70));
        rig.send(alice);
        rig.pass(Duration.ofSeconds(40));
        assertEquals(4, rig.router.count());
        rig.pass(Duration.ofSeconds(30));
        assertEquals(4, rig.router.count(), "its silence opens the breaker for two minutes");
        rig.pass(Duration.ofSeconds(121));
        assertEquals(5, rig.router.count());
    }

    @Test
    void whatComesMeanwhileIsOnePushForEachRegistrationWithTheCount() {
        open();
        rig.send(DeliveryRig.withContent(alice, 2, "secret one"));
        rig.send(DeliveryRig.withContent(alice, 3, "secret two"));
        rig.send(DeliveryRig.message(alice, 4));
        rig.send(DeliveryRig.message(bob, 1));
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofSeconds(62));
        List<FakeRouter.Arrived> after = rig.router.arrived().subList(3, rig.router.count());
        assertEquals(2, after.size());
        assertEquals("node-alice", after.get(0).node());
        assertEquals("4", after.get(0).field("message-count"));
        assertEquals("New Message!", after.get(0).field("last-message-body"));
        assertNull(after.get(0).field("last-message-sender"));
        assertEquals("node-bob", after.get(1).node());
        assertEquals(0, rig.outbox.size());
        assertTrue(rig.courier.services().isEmpty());
    }

    @Test
    void whenItIsBackTheRestGoesOutPaced() {
        List<RegistrationKey> keys = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(rig.enable("user" + i));
        }
        open();
        keys.forEach(rig::send);
        assertEquals(1_000, rig.outbox.size());
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofSeconds(60));
        int start = rig.router.count();
        rig.pass(Duration.ofSeconds(5));
        int inFive = rig.router.count() - start;
        assertTrue(inFive >= 400 && inFive <= 510, "100 a second, not " + inFive);
        rig.pass(Duration.ofSeconds(6));
        assertEquals(1_003, rig.router.count());
    }

    @Test
    void otherServicesAreNotConcerned() {
        RegistrationKey other = rig.enable("alice", new JID("other.example.org"), "n");
        open();
        rig.router.service(push -> FakeRouter.result());
        rig.send(other);
        assertEquals(4, rig.router.count());
    }

    @Test
    void whoIsOnlineAgainOrGoneIsNotPushedTo() throws Exception {
        RegistrationKey carol = rig.enable("carol");
        open();
        rig.send(alice);
        rig.send(bob);
        rig.send(carol);
        rig.outbox.returned(alice, Where.HERE);
        rig.registrations.remove(bob);
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofSeconds(65));
        assertEquals(4, rig.router.count());
        assertEquals("node-carol", rig.router.arrived().get(3).node());
    }

    @Test
    void whatWaitsTooLongIsForgotten() {
        open();
        rig.send(alice);
        rig.send(bob);
        rig.router.service(push -> BUSY);
        rig.pass(Duration.ofHours(26));
        assertEquals(0, rig.outbox.size());
        rig.pass(Duration.ofHours(3));
        assertTrue(rig.courier.services().isEmpty(), "the service is forgotten too");
    }

    @Test
    void anErrorOfAnotherKindShowsThatItIsBack() {
        open();
        rig.send(alice);
        rig.send(bob);
        rig.router.service(push -> DeliveryRig.error("forbidden", "auth"));
        rig.pass(Duration.ofSeconds(62));
        assertEquals(5, rig.router.count());
    }

    @Test
    void aLateSuccessOfAnEarlierPushClosesIt() {
        rig.router.service(push -> null);
        rig.send(alice);
        FakeRouter.Arrived slow = rig.router.arrived().get(0);
        rig.router.service(push -> BUSY);
        rig.send(bob);
        rig.send(alice);
        rig.send(bob);
        rig.router.service(push -> FakeRouter.result());
        rig.send(bob);
        assertEquals(4, rig.router.count());
        slow.back().accept(FakeRouter.result());
        rig.pass(Duration.ofSeconds(1));
        assertEquals(5, rig.router.count());
    }

    @Test
    void whatTheServerCouldNotDeliverGoesOutWhenTheServiceIsBack() {
        rig.router.service(push -> DeliveryRig.away());
        rig.send(DeliveryRig.message(alice, 1));
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofSeconds(4));
        assertEquals(1, rig.router.count());
        rig.pass(Duration.ofSeconds(2));
        assertEquals(2, rig.router.count());
        assertEquals(0, rig.outbox.size());
        rig.pass(Duration.ofHours(1));
        assertEquals(2, rig.router.count());
    }

    @Test
    void whatTheServiceMayHaveSeenIsNotSentAgain() {
        rig.router.service(push -> null);
        rig.send(alice);
        rig.pass(Duration.ofSeconds(70));
        rig.router.service(push -> BUSY);
        rig.send(bob);
        rig.pass(Duration.ofHours(2));
        assertEquals(2, rig.router.count());
    }

    @Test
    void aServiceThatIsAwayForDaysCostsOneProbeAnHour() {
        rig.router.service(push -> DeliveryRig.away());
        rig.send(alice);
        rig.pass(Duration.ofHours(10));
        assertTrue(rig.router.count() < 25, "pushes: " + rig.router.count());
        assertEquals(1, rig.outbox.size());
    }
}
