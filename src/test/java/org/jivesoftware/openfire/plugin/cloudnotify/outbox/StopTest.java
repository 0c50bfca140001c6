package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.FakeRouter;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.junit.jupiter.api.Test;

/** What becomes of what waits when the plugin ends: it goes out, is kept, or is at least said to be lost. */
class StopTest {

    private final DeliveryRig rig = new DeliveryRig();
    private final RegistrationKey alice = rig.enable("alice");
    private final RegistrationKey bob = rig.enable("bob");

    private static final class Memory implements OutboxStore {

        private final List<Pending> kept = new ArrayList<>();

        @Override
        public boolean save(List<Pending> waiting) {
            kept.addAll(waiting);
            return true;
        }

        @Override
        public List<Pending> take() {
            List<Pending> all = List.copyOf(kept);
            kept.clear();
            return all;
        }
    }

    private void waitForAll() {
        // Alice's was refused, Bob's could not be delivered.
        rig.router.service(push -> DeliveryRig.error("recipient-unavailable", "wait"));
        rig.send(DeliveryRig.message(alice, 3));
        rig.router.service(push -> DeliveryRig.away());
        rig.send(bob);
        assertEquals(Set.of(WaitsFor.RETRY, WaitsFor.SERVICE),
            new HashSet<>(rig.outbox.waiting().stream().map(Pending::waitsFor).toList()));
    }

    @Test
    void whatWaitsForNothingButTimeGoesOutEarly() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 1);
        rig.send(alice);
        rig.send(DeliveryRig.message(alice, 2));
        rig.send(DeliveryRig.message(alice, 3));
        assertEquals(1, rig.router.count());
        rig.outbox.close();
        assertEquals(2, rig.router.count());
        assertEquals("3", rig.router.arrived().get(1).field("message-count"));
        rig.pass(Duration.ofHours(1));
        assertEquals(2, rig.router.count());
    }

    @Test
    void whatIsNotKeptIsSaidToBeLost() {
        waitForAll();
        rig.outbox.close();
        List<Outcome> outcomes = rig.decisions.stream().map(Decision::outcome).toList();
        assertEquals(2, outcomes.stream().filter(Outcome.LOST::equals).count());
        assertEquals(0, rig.outbox.size());
    }

    @Test
    void whatIsKeptGoesOutAfterARestart() {
        rig.kept = new Memory();
        rig.restart();
        waitForAll();
        rig.outbox.close();
        int before = rig.router.count();
        rig.restart();
        assertEquals(2, rig.outbox.size());
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofMinutes(2));
        assertEquals(Set.of("node-alice", "node-bob"),
            new HashSet<>(rig.router.arrived().subList(before, rig.router.count()).stream().map(FakeRouter.Arrived::node).toList()));
        assertEquals("3", rig.router.arrived().stream().skip(before).filter(push -> push.node().equals("node-alice")).findFirst()
            .orElseThrow().field("message-count"));
        assertEquals(0, rig.outbox.size());
    }

    @Test
    void whoWasRefusedStaysSoOverARestart() {
        rig.kept = new Memory();
        rig.restart();
        rig.router.service(push -> DeliveryRig.error("recipient-unavailable", "wait"));
        rig.send(alice);
        rig.pass(Duration.ofMinutes(10));
        int attempts = rig.outbox.waiting().get(0).attempts();
        rig.outbox.close();
        rig.restart();
        rig.pass(Duration.ofMinutes(20));
        assertEquals(attempts + 1, rig.outbox.waiting().get(0).attempts());
    }
}
