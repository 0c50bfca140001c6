package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;

/** What waits has a bound, whatever services do; beyond it, the answer is no, and what waits already is not harmed. */
class PastLimitsTest {

    private static final int UNANSWERED = 1_000;

    private final DeliveryRig rig = new DeliveryRig();

    @Test
    void onlySoManyWaitForServicesThatDoNotAnswer() {
        fillLine();
        for (int i = 1; i <= Shelf.MAX_PENDING; i++) {
            send(i, 1);
            assertEquals(Outcome.SERVICE_DOWN, rig.lastOutcome());
        }
        send(Shelf.MAX_PENDING + 1, 1);
        assertEquals(Outcome.LOST, rig.lastOutcome());
        assertEquals(Shelf.MAX_PENDING, rig.outbox.size());
        send(1, 5);
        assertEquals(Outcome.MERGED, rig.lastOutcome(), "who waits already is told of the newest count");
        assertEquals(Shelf.MAX_PENDING, rig.outbox.size());
        // It answers one of them: then there is room for one more.
        rig.router.arrived().get(1).back().accept(FakeRouter.result());
        rig.pass(Duration.ofSeconds(1));
        assertEquals(UNANSWERED + 2, rig.router.count());
        assertEquals("5", rig.router.arrived().get(UNANSWERED + 1).field("message-count"));
        send(Shelf.MAX_PENDING + 1, 1);
        assertEquals(Outcome.SERVICE_DOWN, rig.lastOutcome());
    }

    @Test
    void onlyTheFirstKeepTheirContentWhileTheyWait() {
        rig.set(Settings.WITH_BODY, true);
        rig.set(Settings.WITH_SENDER, true);
        fillLine();
        for (int i = 1; i <= Shelf.MAX_WITH_CONTENT + 1; i++) {
            rig.store.put(registration(i));
            rig.send(registration(i), DeliveryRig.withContent(registration(i).key(), 1, "secret"));
        }
        rig.router.service(push -> FakeRouter.result());
        rig.router.arrived().forEach(push -> push.back().accept(FakeRouter.result()));
        rig.pass(Duration.ofSeconds(10));
        List<FakeRouter.Arrived> arrived = rig.router.arrived().subList(UNANSWERED + 1, rig.router.count());
        assertEquals(Shelf.MAX_WITH_CONTENT + 1, arrived.size());
        assertEquals("secret", arrived.get(Shelf.MAX_WITH_CONTENT - 1).field("last-message-body"));
        assertEquals("New Message!", arrived.get(Shelf.MAX_WITH_CONTENT).field("last-message-body"));
        assertNull(arrived.get(Shelf.MAX_WITH_CONTENT).field("last-message-sender"));
    }

    @Test
    void onlySoManyAreHeldForTheirMinute() {
        Shelf shelf = new Shelf(rig.time);
        for (int i = 0; i < Shelf.MAX_PENDING; i++) {
            assertEquals(Shelf.Place.WAITS, shelf.put(registration(i).key(), DeliveryRig.cause(false, null), WaitsFor.RATE,
                Duration.ofMinutes(1), 0));
        }
        assertEquals(Shelf.Place.FULL, shelf.put(registration(Shelf.MAX_PENDING).key(), DeliveryRig.cause(false, null), WaitsFor.RATE,
            Duration.ofMinutes(1), 0));
        assertNotEquals(Shelf.Place.FULL, shelf.put(registration(0).key(), DeliveryRig.cause(false, null), WaitsFor.RATE,
            Duration.ofMinutes(1), 0), "it is held already");
        assertEquals(Shelf.MAX_PENDING, shelf.size());
        rig.pass(Duration.ofMinutes(1));
        List<Slot> due = shelf.due(Duration.ofSeconds(1));
        assertEquals(Shelf.MAX_PENDING, due.size());
        due.forEach(slot -> shelf.take(slot.pending().key()));
        assertEquals(0, shelf.size());
        assertNull(shelf.next());
    }

    @Test
    void howeverMuchComesForWhatWaitsOnlySoManyStanzasAreKept() {
        StanzaReader reader = new StanzaReader("example.org");
        Travelling stanza = new Travelling(reader.read(Xml.chat("<body>Hello</body>")), null);
        Shelf shelf = new Shelf(rig.time);
        int devices = Shelf.MAX_STANZAS / 50;
        for (int i = 0; i < devices; i++) {
            for (int j = 0; j < 70; j++) {
                shelf.put(registration(i).key(), new Cause(Trigger.OFFLINE, false, true, 1, 0, null, List.of(), List.of(stanza), null),
                    WaitsFor.SERVICE, null, 0);
            }
        }
        assertEquals(devices, shelf.size());
        int kept = shelf.all().stream().mapToInt(pending -> pending.cause().stanzas().size()).sum();
        assertTrue(kept <= Shelf.MAX_STANZAS + devices, "stanzas: " + kept);
        shelf.all().forEach(pending -> assertEquals(70, pending.cause().uncounted()));
    }

    @Test
    void aSuccessThatComesAfterAnErrorIsNotAheadOfItWhileTheLaneIsFull() {
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

    /** The service has answered once, and then does so no more. */
    private void fillLine() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 0);
        send(0, 1);
        rig.router.service(push -> null);
        for (int i = 0; i < UNANSWERED; i++) {
            send(0, 1);
        }
        assertEquals(UNANSWERED + 1, rig.router.count());
    }

    private void send(int number, int count) {
        Registration registration = registration(number);
        if (number < 3) {
            rig.store.put(registration);
        }
        rig.send(registration, DeliveryRig.message(registration.key(), count));
    }

    private static Registration registration(int number) {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        return new Registration(new RegistrationKey("user" + number, DeliveryRig.SERVICE, "node"), null, "phone", null, then, then,
            Health.GOOD);
    }
}
