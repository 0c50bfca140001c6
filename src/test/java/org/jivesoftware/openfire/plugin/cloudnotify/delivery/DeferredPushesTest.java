package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.HeldPushes;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.WaitsFor;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service says that it is in trouble and did not deliver (behaviour §4): it is the service's trouble, and no push is lost. */
class DeferredPushesTest {

    private final DeliveryRig rig = new DeliveryRig();
    private final RegistrationKey alice = rig.enable("alice");
    private final RegistrationKey bob = rig.enable("bob");

    private void onlyAlice(Reply reply) {
        rig.router.service(push -> push.node().equals("node-alice") ? reply : FakeRouter.result());
    }

    private long pushes(String user) {
        return rig.router.arrived().stream().filter(push -> push.node().equals("node-" + user)).count();
    }

    @ParameterizedTest
    @CsvSource({"remote-server-not-found, wait", "remote-server-not-found, cancel", "remote-server-timeout, wait"})
    void whatItDidNotDeliverIsSentAgain(String condition, String type) {
        rig.answer(DeliveryRig.error(condition, type));
        rig.send(alice);
        assertEquals(Outcome.REFUSED, rig.lastOutcome());
        assertEquals(rig.time.clock().instant().plusSeconds(60), rig.outbox.held().of(alice).until(), "the pages say when");
        rig.router.service(push -> FakeRouter.result());
        rig.send(DeliveryRig.message(alice, 2));
        rig.pass(Duration.ofSeconds(59));
        assertEquals(1, rig.router.count());
        rig.pass(Duration.ofSeconds(2));
        assertEquals(2, rig.router.count());
        assertEquals("2", rig.router.arrived().get(1).field("message-count"));
        rig.pass(Duration.ofHours(2));
        assertEquals(2, rig.router.count(), "once");
        assertEquals(0, rig.outbox.size());
    }

    @Test
    void threeInARowAreTheServicesTroubleAndAllGoOutWhenItIsBack() {
        RegistrationKey carol = rig.enable("carol");
        rig.answer(DeliveryRig.error("remote-server-timeout", "wait"));
        rig.send(alice);
        rig.send(bob);
        assertTrue(rig.courier.service(alice.destination().service()) == null
            || rig.courier.service(alice.destination().service()).works());
        rig.send(carol);
        assertFalse(rig.courier.service(alice.destination().service()).works());
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofSeconds(65));
        assertEquals(6, rig.router.count());
        assertEquals(0, rig.outbox.size());
    }

    /** As servers of endpoints do by Retry-After: it is said of one, not of all. */
    @Test
    void aTimeThatItNamedIsKeptToWhenItIsBack() {
        RegistrationKey carol = rig.enable("carol");
        Reply busy = new Reply(Reply.Kind.REFUSED, "resource-constraint", true);
        Reply later = new Reply(Reply.Kind.REFUSED, "resource-constraint", true, Duration.ofSeconds(90));
        rig.router.service(push -> push.node().equals("node-alice") ? later : busy);
        rig.send(alice);
        rig.send(bob);
        rig.send(carol);
        assertFalse(rig.courier.service(alice.destination().service()).works());
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofSeconds(65));
        assertTrue(rig.courier.service(alice.destination().service()) == null
            || rig.courier.service(alice.destination().service()).works());
        assertEquals(2, pushes("bob"));
        assertEquals(2, pushes("carol"));
        assertEquals(1, pushes("alice"));
        rig.pass(Duration.ofSeconds(24));
        assertEquals(1, pushes("alice"));
        rig.pass(Duration.ofSeconds(2));
        assertEquals(2, pushes("alice"));
        assertEquals(0, rig.outbox.size());
    }

    @Test
    void oneThatFailsAmongOthersThatDoNotIsAskedMoreAndMoreRarelyAndNeverDisabled() {
        onlyAlice(DeliveryRig.error("remote-server-not-found", "wait"));
        for (int hour = 0; hour < 5 * 24; hour++) {
            rig.send(alice);
            rig.send(bob);
            rig.pass(Duration.ofHours(1));
        }
        assertEquals(120, pushes("bob"));
        assertTrue(pushes("alice") > 100 && pushes("alice") < 140, "once an hour: " + pushes("alice"));
        assertEquals(Health.GOOD, rig.health(alice));
        // What it refuses alone from then on is the device's, but not what was before.
        onlyAlice(DeliveryRig.error("recipient-unavailable", "wait"));
        for (int hour = 0; hour < 24; hour++) {
            rig.send(alice);
            rig.send(bob);
            rig.pass(Duration.ofHours(1));
        }
        assertEquals(Health.GOOD, rig.health(alice));
    }

    /** Else the service's own trouble would hide the first refusal of each registration. */
    @Test
    void aRefusalAfterItIsTheFirstOfThatRegistration() {
        RegistrationKey carol = rig.enable("carol");
        onlyAlice(DeliveryRig.error("remote-server-not-found", "wait"));
        rig.send(alice);
        rig.send(bob);
        rig.answer(DeliveryRig.error("recipient-unavailable", "wait"));
        rig.pass(Duration.ofSeconds(65));
        assertEquals(2, pushes("alice"));
        rig.send(bob);
        assertTrue(rig.courier.service(alice.destination().service()).works());
        rig.send(carol);
        assertFalse(rig.courier.service(alice.destination().service()).works(), "three in a row from different registrations");
    }

    @Test
    void whoDoesNotWantToWaitHasItSentAtOnceAndWaitsNoLongerAfterwards() {
        assertFalse(rig.outbox.held().sendNow(alice.destination().service()), "nothing waits");
        rig.answer(DeliveryRig.error("recipient-unavailable", "wait"));
        rig.send(alice);
        HeldPushes.Deferred deferred = rig.outbox.held().deferred().get(alice.destination().service());
        assertEquals(new HeldPushes.Deferred(1, rig.time.clock().instant().plusSeconds(60)), deferred);
        rig.pass(Duration.ofSeconds(10));
        for (int i = 0; i < 3; i++) {
            assertTrue(rig.outbox.held().sendNow(alice.destination().service()));
            rig.pass(Duration.ofSeconds(1));
        }
        assertEquals(4, rig.router.count());
        rig.answer(Reply.RESULT);
        rig.pass(Duration.ofSeconds(60));
        assertEquals(5, rig.router.count());
        assertTrue(rig.outbox.held().deferred().isEmpty());
    }

    @Test
    void whatWaitsForAServiceThatIsAwayIsHeldFromTheFirstTimeOn() {
        rig.answer(DeliveryRig.away());
        rig.send(alice);
        assertTrue(rig.courier.service(alice.destination().service()).works(), "three in a row tell that it does not");
        assertEquals(WaitsFor.SERVICE, rig.outbox.held().of(alice).waitsFor());
        assertNull(rig.outbox.held().of(bob));
    }

    @Test
    void aDeviceThatIsBackIsNotPushedTo() {
        rig.answer(DeliveryRig.error("remote-server-timeout", "wait"));
        rig.send(alice);
        rig.outbox.returned(alice, Where.HERE);
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofHours(2));
        assertEquals(1, rig.router.count());
    }
}
