package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;

/** What becomes of what waits when the plugin ends: it goes out, is kept, or is at least said to be lost. */
class StopTest {

    private final DeliveryRig rig = new DeliveryRig();
    private final RegistrationKey alice = rig.enable("alice");
    private final RegistrationKey bob = rig.enable("bob");

    private static final class Memory implements OutboxStore {

        private final Map<RegistrationKey, Pending> kept = new HashMap<>();
        private int written;
        private boolean down;
        private boolean ending;

        @Override
        public boolean save(List<Pending> changed, Collection<RegistrationKey> gone) throws StoreException {
            work();
            written += changed.size() + gone.size();
            changed.forEach(each -> kept.put(each.key(), each));
            gone.forEach(kept::remove);
            return true;
        }

        @Override
        public List<Pending> load(Instant after, int limit) throws StoreException {
            work();
            return List.copyOf(kept.values());
        }

        @Override
        public boolean ending() {
            return ending;
        }

        private void work() throws StoreException {
            if (down) {
                throw new StoreException("down", null);
            }
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

    /** Has Alice wait for her service with two messages, in a store. */
    private Memory waiting() {
        Memory memory = new Memory();
        rig.kept = memory;
        rig.restart();
        rig.router.service(push -> DeliveryRig.away());
        rig.send(DeliveryRig.message(alice, 2));
        assertEquals(1, rig.outbox.size());
        return memory;
    }

    private List<String> countsAfterRestart() {
        int before = rig.router.count();
        rig.restart();
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofMinutes(3));
        return rig.router.arrived().stream().skip(before).map(push -> push.node() + " " + push.field("message-count")).toList();
    }

    @Test
    void aDeathLosesWhatCameInTheLastSecondsOnly() {
        Memory memory = waiting();
        rig.pass(Duration.ofSeconds(2));
        rig.outbox.keep();
        rig.send(DeliveryRig.message(alice, 3));
        Map<RegistrationKey, Pending> atDeath = Map.copyOf(memory.kept);
        rig.outbox.close();
        assertEquals(3, memory.kept.get(alice).cause().uncounted());
        memory.kept.putAll(atDeath);
        assertEquals(List.of("node-alice 2"), countsAfterRestart());
    }

    @Test
    void whatLeftDoesNotComeAgain() {
        Memory memory = waiting();
        rig.pass(Duration.ofSeconds(2));
        rig.outbox.keep();
        assertEquals(1, memory.kept.size());
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofMinutes(3));
        rig.outbox.keep();
        assertEquals(Map.of(), memory.kept);
        assertEquals(List.of(), countsAfterRestart());
    }

    @Test
    void onlyWhatChangedIsWritten() {
        Memory memory = waiting();
        rig.outbox.keep();
        assertEquals(0, memory.written, "Too young");
        rig.pass(Duration.ofSeconds(2));
        rig.outbox.keep();
        rig.outbox.keep();
        assertEquals(1, memory.written);
        rig.send(DeliveryRig.message(alice, 3));
        rig.outbox.keep();
        assertEquals(2, memory.written);
        assertEquals(3, memory.kept.get(alice).cause().uncounted());
    }

    @Test
    void whatADatabaseThatIsDownDidNotTakeIsWrittenLater() {
        Memory memory = waiting();
        rig.pass(Duration.ofSeconds(2));
        memory.down = true;
        rig.outbox.keep();
        memory.down = false;
        rig.outbox.keep();
        assertEquals(Set.of(alice), memory.kept.keySet());
    }

    @Test
    void whatWasKeptIsTakenUpWhenTheDatabaseIsBack() {
        Memory memory = waiting();
        rig.outbox.close();
        memory.down = true;
        rig.restart();
        // New, though the old is not known yet.
        rig.router.service(push -> DeliveryRig.away());
        rig.send(DeliveryRig.message(alice, 3));
        memory.down = false;
        rig.outbox.keep();
        assertEquals(1, rig.outbox.size());
        rig.router.service(push -> FakeRouter.result());
        int before = rig.router.count();
        rig.pass(Duration.ofMinutes(3));
        assertEquals(List.of("3"), rig.router.arrived().stream().skip(before).map(push -> push.field("message-count")).toList());
    }

    @Test
    void whoCameBackIsNotPushed() {
        waiting();
        rig.send(bob);
        rig.outbox.close();
        rig.back = alice;
        assertEquals(List.of("node-bob 1"), countsAfterRestart());
        assertEquals(Outcome.DEVICE_ONLINE, rig.decisions.stream().filter(each -> alice.equals(each.key())).reduce((one, other) -> other)
            .orElseThrow().outcome());
    }

    @Test
    void whoCameAndWentBeforeTheDatabaseAnsweredIsNotPushed() {
        Memory memory = waiting();
        rig.send(bob);
        rig.outbox.close();
        memory.down = true;
        rig.restart();
        rig.devices.returned(alice, DeviceListener.Where.HERE);
        memory.down = false;
        rig.outbox.keep();
        assertEquals(List.of(bob), rig.outbox.waiting().stream().map(Pending::key).toList());
    }

    @Test
    void whatIsOlderThanADayIsNotPushed() {
        Memory memory = waiting();
        rig.send(bob);
        rig.outbox.close();
        memory.kept.computeIfPresent(alice, (key, old) -> new Pending(key, old.cause(), old.waitsFor(),
            old.since().minus(Duration.ofHours(25)), old.until(), old.attempts()));
        assertEquals(List.of("node-bob 1"), countsAfterRestart());
    }

    @Test
    void aServerThatEndsKeepsWhatAReloadHandsOver() {
        Memory memory = waiting();
        rig.router.service(push -> FakeRouter.result());
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 1);
        rig.send(bob);
        rig.send(DeliveryRig.message(bob, 2));
        memory.ending = true;
        int before = rig.router.count();
        rig.outbox.close();
        assertEquals(before, rig.router.count());
        assertEquals(List.of("node-alice 2", "node-bob 2"), countsAfterRestart().stream().sorted().toList());
    }
}
