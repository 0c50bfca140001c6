package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** One stanza causes at most one push per registration, however it travels (behaviour §2 "Exactly once"). */
@IntegrationTest
class ExactlyOnceIT {

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    ExactlyOnceIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
        // Each stanza a push of its own, so that they can be counted.
        scenario.property("cloudnotify.merge-window", "0");
        scenario.property("cloudnotify.max-ack-delay", "2");
    }

    @Test
    void lateThenDetachedThenTimedOutThenStoredOffline() {
        scenario.leave(devices.phone(alice, "tablet"));
        RawClient phone = devices.phone(alice, "phone");
        phone.acknowledging(false);
        bob.chat(alice.jid(), "with an id");
        bob.send("<message type='chat' to='" + alice.jid() + "'><body>without</body></message>");
        bob.send("<message type='chat' to='" + alice.jid() + "'><body>without</body></message>");
        assertEquals(List.of("phone", "phone", "phone"), nodes(3));
        scenario.detach(phone);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "while detached");
        assertEquals(List.of("phone"), nodes(1));
        scenario.timeOutDetached(alice);
        scenario.awaitStoredOffline(alice, 4);
        // For the tablet, which had no session, the messages come by being stored.
        assertEquals(List.of("tablet", "tablet", "tablet", "tablet"), nodes(4));
        service.assertNoPushWithin(Devices.SILENCE);
        // Flushed at the next log-in, and again not acknowledged.
        RawClient again = scenario.rawResumable(alice, "phone");
        again.acknowledging(false);
        again.available();
        again.awaitMessage("while detached");
        service.assertNoPushWithin(Devices.SILENCE.plusSeconds(2));
        scenario.detach(again);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "a new one");
        assertEquals(List.of("phone"), nodes(1));
        scenario.assertNoWarnings();
    }

    @Test
    void archivedThenHibernatedThenStoredOffline() {
        scenario.property("cloudnotify.archive-trigger", "always");
        scenario.leave(devices.phone(alice, "tablet"));
        RawClient phone = devices.phone(alice, "phone");
        devices.hibernate(phone);
        bob.chat(alice.jid(), "one");
        bob.chat(alice.jid(), "two");
        assertEquals(List.of("phone", "phone", "tablet", "tablet"), nodes(4));
        scenario.timeOutDetached(alice);
        scenario.awaitStoredOffline(alice, 2);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "three");
        assertEquals(List.of("phone", "tablet"), nodes(2));
    }

    @Test
    void copiesForTwoSessionsThatBothTimeOut() {
        RawClient phone = Devices.carbons(devices.phone(alice, "phone"));
        RawClient desktop = Devices.carbons(devices.desktop(alice, "desktop"));
        scenario.leave(devices.phone(alice, "tablet"));
        // Openfire 5 loses what waits for a full address when that session times out: it routes it to that very session.
        desktop.send("<presence><priority>5</priority></presence>");
        scenario.await("the desktop comes first", () -> scenario.session(desktop).priority() == 5);
        devices.hibernate(phone);
        devices.hibernate(desktop);
        bob.chat(alice.jid(), "to the desktop");
        assertEquals(List.of("phone"), nodes(1));
        scenario.timeOutDetached(alice);
        // How many copies are stored depends on which of the two ends first.
        assertEquals(List.of("tablet"), nodes(1));
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void aCallToADeadConnection() {
        RawClient phone = devices.phone(alice, "phone");
        phone.acknowledging(false);
        bob.send("<message to='" + alice.jid() + "' type='chat' id='" + XmppClient.newId()
            + "'><propose xmlns='urn:xmpp:jingle-message:0' id='c1'/></message>");
        assertEquals(List.of("phone"), nodes(1));
        service.assertNoPushWithin(Devices.SILENCE.plusSeconds(1));
        scenario.detach(phone);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "please call back");
        assertEquals(List.of("phone"), nodes(1));
    }

    @Test
    void aBurstWhileTheConnectionGoes() {
        RawClient phone = devices.phone(alice, "phone");
        phone.acknowledging(false);
        for (int i = 0; i < 50; i++) {
            bob.chat(alice.jid(), "message " + i);
            if (i == 25) {
                phone.cut();
            }
        }
        assertEquals(50, nodes(50).size());
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void equalMessagesOfOneMomentAreAllThereWhenTheyAreRoutedAgain() {
        // Nothing but that they are different messages tells them apart: no id, one text, and for many of them one millisecond.
        RawClient phone = devices.phone(alice, "phone");
        phone.acknowledging(false);
        scenario.leave(devices.phone(alice, "tablet"));
        bob.send(("<message type='chat' to='" + alice.jid() + "'><body>same</body></message>").repeat(20));
        scenario.await("20 messages in the phone's queue", () -> scenario.session(phone).unacked() >= 20);
        scenario.detach(phone);
        assertEquals(20, nodes(20).stream().filter("phone"::equals).count());
        scenario.timeOutDetached(alice);
        scenario.awaitStoredOffline(alice, 20);
        assertEquals(20, nodes(20).stream().filter("tablet"::equals).count());
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void aMergedPushThatIsDueAfterTheResumptionIsDropped() {
        scenario.property("cloudnotify.merge-window", "10");
        RawClient phone = devices.phone(alice, "phone");
        devices.hibernate(phone);
        bob.chat(alice.jid(), "one");
        service.awaitPush();
        bob.chat(alice.jid(), "two");
        bob.chat(alice.jid(), "three");
        Devices.resume(phone);
        devices.quiet(phone);
        service.assertNoPushWithin(Devices.SILENCE.plusSeconds(10));
        devices.hibernate(phone);
        bob.chat(alice.jid(), "four");
        assertEquals(1, service.awaitPush().messageCount());
        bob.chat(alice.jid(), "five");
        bob.chat(alice.jid(), "six");
        Push merged = service.awaitPush();
        assertEquals(3, merged.messageCount());
        assertTrue(phone.received().all().stream().anyMatch(stanza -> "three".equals(stanza.elementText("body"))));
    }

    private List<String> nodes(int count) {
        return service.awaitPushes(count, XmppClient.PATIENCE).stream().map(Push::node).sorted().toList();
    }
}
