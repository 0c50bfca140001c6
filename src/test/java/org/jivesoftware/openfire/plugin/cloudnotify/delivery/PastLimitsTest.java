package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.QueuedLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceLines.Place;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.junit.jupiter.api.Test;

/** What waits has a bound, whatever services do; beyond it, the answer is no, and what waits already is not harmed. */
class PastLimitsTest {

    private final FakeScheduler time = new FakeScheduler();
    private final List<ServiceLine.Turn> turns = new ArrayList<>();
    private final ServiceLines lines = new ServiceLines(time, () -> "New Message!", turns::add);

    @Test
    void onlySoManyWaitForServicesThatDoNotAnswer() {
        for (int i = 0; i < ServiceLine.MAX_UNANSWERED; i++) {
            assertEquals(Place.GO, lines.ask(DeliveryRig.message(key(0), 1)));
        }
        for (int i = 1; i <= ServiceLines.MAX_WAITING; i++) {
            assertEquals(Place.WAITS, lines.ask(DeliveryRig.message(key(i), 1)));
        }
        assertEquals(Place.LOST, lines.ask(DeliveryRig.message(key(ServiceLines.MAX_WAITING + 1), 1)));
        assertEquals(ServiceLines.MAX_WAITING, lines.waiting());
        assertEquals(Place.MERGED, lines.ask(DeliveryRig.message(key(1), 5)), "who waits already is told of the newest count");
        assertEquals(ServiceLines.MAX_WAITING, lines.waiting());
        // It answers one of them: then there is room for one more.
        lines.answered(DeliveryRig.SERVICE, Reply.TIMEOUT, false);
        lines.answered(DeliveryRig.SERVICE, FakeRouter.result(), false);
        time.pass(Duration.ofSeconds(1));
        assertEquals(5, turns.get(0).notification().summary().messageCount());
        assertEquals(Place.WAITS, lines.ask(DeliveryRig.message(key(ServiceLines.MAX_WAITING + 1), 1)));
    }

    @Test
    void onlyTheFirstKeepTheirContentWhileTheyWait() {
        for (int i = 0; i < ServiceLine.MAX_UNANSWERED; i++) {
            lines.ask(DeliveryRig.message(key(0), 1));
        }
        for (int i = 1; i <= ServiceLines.MAX_WITH_CONTENT + 1; i++) {
            lines.ask(DeliveryRig.withContent(key(i), 1, "secret"));
        }
        for (int i = 0; i < ServiceLine.MAX_UNANSWERED; i++) {
            lines.answered(DeliveryRig.SERVICE, FakeRouter.result(), false);
        }
        for (int i = 0; i < 10; i++) {
            time.pass(ServiceLines.TICK);
            turns.stream().skip(i * 1_000L).forEach(turn -> lines.answered(DeliveryRig.SERVICE, FakeRouter.result(), false));
        }
        assertEquals(ServiceLines.MAX_WITH_CONTENT + 1, turns.size());
        assertEquals("secret", turns.get(ServiceLines.MAX_WITH_CONTENT - 1).notification().summary().lastMessageBody());
        assertEquals("New Message!", turns.get(ServiceLines.MAX_WITH_CONTENT).notification().summary().lastMessageBody());
        assertNull(turns.get(ServiceLines.MAX_WITH_CONTENT).notification().summary().lastMessageSender());
    }

    @Test
    void onlySoManyAreHeldForTheirMinute() {
        List<RegistrationKey> released = new ArrayList<>();
        HeldPushes held = new HeldPushes(time, new QueuedLanes(), () -> null, push -> released.add(push.key()));
        for (int i = 0; i < HeldPushes.MAX_HELD; i++) {
            assertTrue(held.hold(DeliveryRig.message(key(i), 1), Duration.ofMinutes(1)));
        }
        assertFalse(held.hold(DeliveryRig.message(key(HeldPushes.MAX_HELD), 1), Duration.ofMinutes(1)));
        assertTrue(held.hold(DeliveryRig.message(key(0), 1), Duration.ofMinutes(1)), "it is held already");
        assertEquals(HeldPushes.MAX_HELD, held.size());
        time.pass(Duration.ofMinutes(1));
        assertEquals(HeldPushes.MAX_HELD, released.size());
        assertEquals(0, held.size());
    }

    @Test
    void aSuccessThatComesAfterAnErrorIsNotAheadOfItWhileTheLaneIsFull() {
        DeliveryRig rig = new DeliveryRig();
        RegistrationKey alice = rig.enable("alice");
        rig.router.service(push -> null);
        rig.send(alice);
        rig.send(alice);
        rig.lanes.full = true;
        rig.router.arrived().get(0).back().accept(DeliveryRig.error("forbidden", "cancel"));
        rig.router.arrived().get(1).back().accept(FakeRouter.result());
        rig.lanes.full = false;
        rig.pass(Duration.ofSeconds(2));
        assertEquals(Health.GOOD, rig.health(alice));
        rig.send(alice);
        rig.router.arrived().get(2).back().accept(DeliveryRig.error("forbidden", "cancel"));
        assertEquals(1, rig.health(alice).errors());
    }

    private static RegistrationKey key(int number) {
        return new RegistrationKey("user" + number, DeliveryRig.SERVICE, "node");
    }
}
