package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.WaitsFor;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Services as they are (docs/behaviour.md §4): p2, fpush and the pushserver plugin answer like this when a device or their provider fails.
 */
class RealServicesTest extends RealServices {

    @ParameterizedTest
    @ValueSource(strings = {"recipient-unavailable", "internal-server-error", "resource-constraint", "bad-request"})
    void oneDeadDeviceStopsNobodyElse(String condition) {
        RegistrationKey dead = rig.enable("dead");
        RegistrationKey alive = rig.enable("alive");
        rig.send(alive);
        refuses(DeliveryRig.error(condition, "wait"), "dead");
        for (int i = 0; i < 10; i++) {
            rig.send(dead);
            rig.pass(Duration.ofHours(2));
            int before = rig.router.count();
            rig.send(alive);
            assertEquals(List.of("node-alive"), arrivedSince(before));
        }
        assertEquals(Health.GOOD, rig.health(dead));
    }

    @Test
    void whatIsRefusedIsSentAgainAfterAMinuteDoublingToAnHour() {
        RegistrationKey dead = rig.enable("dead");
        refuses(P2, "dead");
        rig.send(dead);
        assertEquals(Outcome.REFUSED, rig.lastOutcome());
        List<Long> minutes = new ArrayList<>();
        long last = rig.time.nanos();
        int count = rig.router.count();
        for (int second = 0; second < 6 * 3_600; second++) {
            rig.time.pass(Duration.ofSeconds(1));
            if (rig.router.count() > count) {
                minutes.add(Math.round((rig.time.nanos() - last) / 60e9));
                last = rig.time.nanos();
                count = rig.router.count();
            }
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L), minutes.subList(0, 9));
        assertEquals(WaitsFor.RETRY, rig.outbox.waiting().get(0).waitsFor());
    }

    @Test
    void whatComesMeanwhileIsOnePushWithItAndTheCount() {
        RegistrationKey key = rig.enable("alice");
        refuses(P2, "alice");
        rig.send(DeliveryRig.message(key, 1));
        rig.send(DeliveryRig.message(key, 2));
        rig.send(DeliveryRig.message(key, 3));
        assertEquals(1, rig.router.count());
        assertEquals(Outcome.MERGED, rig.lastOutcome());
        assertEquals(rig.time.clock().instant().plus(Duration.ofMinutes(1)), rig.outbox.held().of(key).until(),
            "for the console");
        refuses(P2);
        rig.pass(Duration.ofMinutes(1));
        assertNull(rig.outbox.held().of(key));
        assertEquals(2, rig.router.count());
        assertEquals("3", rig.router.arrived().get(1).field("message-count"));
        assertEquals(0, rig.outbox.size());
        rig.pass(Duration.ofHours(5));
        assertEquals(2, rig.router.count(), "and no more");
    }

    /** An outage of 15 seconds: nothing is lost, and who was refused is not late for ever. */
    @Test
    void aShortOutageOfTheProviderLosesNothing() {
        List<RegistrationKey> keys = List.of(rig.enable("a"), rig.enable("b"), rig.enable("c"), rig.enable("d"), rig.enable("e"));
        refuses(P2, "a", "b", "c", "d", "e");
        keys.forEach(rig::send);
        assertEquals(3, rig.router.count(), "three different ones in a row are the service's trouble");
        rig.pass(Duration.ofSeconds(15));
        refuses(P2);
        rig.pass(Duration.ofSeconds(50));
        assertEquals(Set.of("node-a", "node-b", "node-c", "node-d", "node-e"), new HashSet<>(arrivedSince(3)));
        assertEquals(0, rig.outbox.size());
    }

    @Test
    void aSuccessInBetweenShowsThatItIsTheDevices() {
        refuses(PUSHSERVER, "dead1", "dead2", "dead3");
        RegistrationKey alive = rig.enable("alive");
        for (String dead : List.of("dead1", "dead2", "dead3")) {
            rig.send(rig.enable(dead));
            rig.send(alive);
        }
        assertEquals(6, rig.router.count());
        assertTrue(rig.courier.services().stream().allMatch(state -> state.openFor().isZero()));
    }

    /** However many dead devices are ahead of it. */
    @Test
    void theProbeGoesToADeviceThatLastHadAResult() {
        RegistrationKey alive = rig.enable("alive");
        rig.send(alive);
        String[] dead = {"dead0", "dead1", "dead2", "dead3", "dead4", "dead5", "dead6", "dead7"};
        refuses(P2, dead);
        for (String each : dead) {
            rig.send(rig.enable(each));
        }
        for (int i = 0; i < 3; i++) {
            rig.send(rig.enable(dead[i]));
        }
        int before = rig.router.count();
        rig.send(alive);
        assertEquals(before, rig.router.count());
        rig.pass(Duration.ofSeconds(61));
        assertTrue(arrivedSince(before).contains("node-alive"), "within the first minute: " + arrivedSince(before));
        rig.pass(Duration.ofMinutes(10));
        before = rig.router.count();
        rig.send(alive);
        assertEquals(List.of("node-alive"), arrivedSince(before), "now all the dead ones are known");
    }

    @Test
    void aCallIsTriedThoughAPushWaitsToBeSentAgain() {
        RegistrationKey key = rig.enable("alice");
        refuses(P2, "alice");
        rig.send(key);
        refuses(P2);
        rig.send(DeliveryRig.call(key));
        assertEquals(2, rig.router.count());
    }

    /** A service that was down for hours and is back. */
    @ParameterizedTest
    @ValueSource(strings = {"a test push", "it connects", "another connects"})
    void whatWaitsGoesOutAsSoonAsTheServiceIsBack(String how) {
        RegistrationKey alice = rig.enable("alice");
        RegistrationKey bob = rig.enable("bob");
        rig.router.service(push -> DeliveryRig.away());
        rig.send(alice);
        rig.send(bob);
        rig.pass(Duration.ofHours(5));
        rig.router.service(push -> FakeRouter.result());
        int before = rig.router.count();
        switch (how) {
            case "a test push" -> assertEquals("result", rig.courier.test(alice, Trigger.TEST).join().answer().condition());
            case "it connects" -> rig.courier.connected(DeliveryRig.SERVICE.getDomain());
            default -> rig.courier.connected("other.example.org");
        }
        rig.pass(Duration.ofSeconds(1));
        Set<String> arrived = new HashSet<>(arrivedSince(before));
        assertEquals(how.startsWith("another") ? Set.of() : Set.of("node-alice", "node-bob"), arrived);
        assertEquals(how.startsWith("another") ? 2 : 0, rig.outbox.size());
    }

    @Test
    void aDeviceThatWasInUseMeanwhileIsNotSentWhatWasRefused() {
        RegistrationKey key = rig.enable("alice");
        rig.router.service(push -> null);
        rig.send(key);
        rig.devices.returned(key, Where.HERE);
        rig.router.arrived().get(0).back().accept(P2);
        assertEquals(Outcome.DEVICE_ONLINE, rig.lastOutcome());
        rig.pass(Duration.ofHours(2));
        assertEquals(1, rig.router.count());
    }

    @Test
    void anAdministratorsEnableAgainIsNotOverwrittenByWhatWasRemembered() throws Exception {
        RegistrationKey key = rig.enable("alice");
        rig.router.service(push -> DeliveryRig.error("gone", "cancel"));
        rig.send(key);
        rig.store.down = true;
        rig.send(key);
        rig.send(key);
        assertEquals(3, rig.router.count());
        rig.send(key);
        assertEquals(Outcome.DISABLED, rig.lastOutcome());
        rig.store.down = false;
        rig.registrations.updateHealth(key, before -> Health.GOOD);
        rig.pass(Duration.ofMinutes(1));
        assertEquals(Health.GOOD, rig.health(key));
        rig.router.service(push -> FakeRouter.result());
        rig.send(key);
        assertEquals(4, rig.router.count());
    }
}
