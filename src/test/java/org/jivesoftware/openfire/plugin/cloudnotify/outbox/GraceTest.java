package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;

/** What waits since its user is at another device (docs/behaviour.md §11, "Grace"). */
class GraceTest {

    private final DeliveryRig rig = new DeliveryRig();
    private final RegistrationKey alice = rig.enable("alice");

    /** The user has done something at another device, and goes on to do nothing. */
    private void used(Duration ago) {
        rig.grace = Duration.ofSeconds(30);
        rig.usedAt = ago == null ? null : rig.time.nanos() - ago.toNanos();
    }

    @Test
    void whatComesWaitsUntilTheGraceIsOverAndIsOne() {
        used(Duration.ofSeconds(10));
        rig.send(alice);
        rig.send(DeliveryRig.message(alice, 2));
        assertEquals(0, rig.router.count());
        assertEquals(List.of(Outcome.AT_ANOTHER_DEVICE, Outcome.MERGED), rig.decisions.stream().map(each -> each.outcome()).toList());
        rig.pass(Duration.ofSeconds(19));
        assertEquals(0, rig.router.count());
        rig.pass(Duration.ofSeconds(2));
        assertEquals(1, rig.router.count());
        assertEquals("2", rig.router.arrived().get(0).field("message-count"));
        assertEquals(0, rig.outbox.size());
    }

    @Test
    void whoHasNoGraceOrIsAtNoOtherDeviceWaitsForNothing() {
        rig.usedAt = rig.time.nanos();
        rig.send(alice);
        assertEquals(1, rig.router.count());
        used(null);
        rig.send(DeliveryRig.message(alice, 2));
        assertEquals(2, rig.router.count());
        used(Duration.ofSeconds(30));
        rig.send(DeliveryRig.message(alice, 3));
        assertEquals(3, rig.router.count());
    }

    /** The longer one, whoever wants it. */
    @Test
    void anAppMayWantItToBeLonger() {
        used(Duration.ZERO);
        rig.graceOfApp = Duration.ofSeconds(60);
        rig.send(alice);
        rig.pass(Duration.ofSeconds(59));
        assertEquals(0, rig.router.count());
        rig.pass(Duration.ofSeconds(2));
        assertEquals(1, rig.router.count());
        used(Duration.ZERO);
        rig.graceOfApp = Duration.ofSeconds(10);
        rig.send(DeliveryRig.message(alice, 2));
        rig.pass(Duration.ofSeconds(29));
        assertEquals(1, rig.router.count());
        rig.pass(Duration.ofSeconds(2));
        assertEquals(2, rig.router.count());
    }

    @Test
    void whoGoesOnWaitsOn() {
        used(Duration.ZERO);
        rig.send(alice);
        for (int i = 0; i < 10; i++) {
            rig.pass(Duration.ofSeconds(20));
            used(Duration.ZERO);
        }
        assertEquals(0, rig.router.count());
        assertEquals(1, rig.decisions.size(), "which is said once");
        rig.pass(Duration.ofSeconds(31));
        assertEquals(1, rig.router.count());
    }

    @Test
    void callsNeverWait() {
        used(Duration.ZERO);
        rig.send(alice);
        rig.send(DeliveryRig.call(alice));
        assertEquals(1, rig.router.count());
        assertEquals(1, rig.outbox.size());
    }

    @Test
    void contentThatComesNextIsNotOvertaken() {
        rig.set(Settings.MERGE_WINDOW, 5);
        rig.send(alice);
        rig.send(DeliveryRig.message(alice, 2));
        used(Duration.ZERO);
        rig.send(DeliveryRig.withContent(alice, 3, "Hi"));
        assertEquals(1, rig.router.count());
        rig.pass(Duration.ofSeconds(31));
        assertEquals(2, rig.router.count());
        assertEquals("3", rig.router.arrived().get(1).field("message-count"));
    }

    @Test
    void aDeviceThatComesBackIsNotPushedTo() {
        used(Duration.ZERO);
        rig.send(alice);
        rig.outbox.returned(alice, Where.HERE);
        rig.pass(Duration.ofMinutes(2));
        assertEquals(0, rig.router.count());
        assertEquals(Outcome.DEVICE_ONLINE, rig.lastOutcome());
    }

    @Test
    void aServiceThatIsBackWaitsForTheUserAsWell() {
        rig.router.service(push -> DeliveryRig.away());
        for (String who : List.of("bob", "carol", "dave", "eve")) {
            rig.send(rig.enable(who));
        }
        rig.send(alice);
        used(Duration.ZERO);
        rig.grace = Duration.ofMinutes(5);
        int before = rig.router.count();
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofMinutes(4));
        assertEquals(before, rig.router.count(), "everybody is at another device");
        rig.pass(Duration.ofMinutes(10));
        assertEquals(before + 5, rig.router.count());
        assertEquals(0, rig.outbox.size());
    }

    @Test
    void theEndOfThePluginIsNoReasonToDisturb() {
        Map<RegistrationKey, Pending> store = new HashMap<>();
        rig.kept = new OutboxStore() {
            @Override
            public boolean save(List<Pending> changed, Collection<RegistrationKey> gone) {
                changed.forEach(each -> store.put(each.key(), each));
                gone.forEach(store::remove);
                return true;
            }

            @Override
            public List<Pending> load(Instant after, int limit) {
                return List.copyOf(store.values());
            }
        };
        rig.restart();
        used(Duration.ofSeconds(10));
        rig.send(DeliveryRig.message(alice, 3));
        rig.outbox.close();
        assertEquals(0, rig.router.count());
        // Nobody knows any more who is where.
        rig.usedAt = null;
        rig.restart();
        rig.pass(Duration.ofSeconds(19));
        assertEquals(0, rig.router.count());
        rig.pass(Duration.ofSeconds(2));
        assertEquals(1, rig.router.count());
        assertEquals("3", rig.router.arrived().get(0).field("message-count"));
    }
}
