package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/**
 * What a device asked for itself, and what the server and its services say on their own behalf, is no reason to push (docs/behaviour.md §2,
 * "Never").
 */
@IntegrationTest
class ReplayIT {

    private static final String RESULT = "<message%s to='%s' id='%s'><result xmlns='urn:xmpp:mam:2' id='1'><forwarded"
        + " xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-01-02T03:04:05Z'/><message xmlns='jabber:client'"
        + " type='chat' from='%s' to='%s' id='%s'><body>%s</body></message></forwarded></result></message>";

    /** Long before the longest merge window ends. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    ReplayIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
        scenario.property("cloudnotify.merge-window", "0");
        scenario.property("cloudnotify.max-ack-delay", "2");
    }

    @Test
    void archiveResultsThatAreNotAcknowledged() {
        RawClient phone = devices.phone(alice, "phone");
        phone.acknowledging(false);
        fetch(phone, 5);
        service.assertNoPushWithin(Devices.SILENCE.plusSeconds(1));
        scenario.detach(phone);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "news");
        assertEquals(1, service.awaitPush().messageCount());
        scenario.timeOutDetached(alice);
        scenario.awaitStoredOffline(alice, 1);
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void archiveResultsForASessionThatSleeps() {
        RawClient phone = devices.phone(alice, "phone");
        devices.hibernate(phone);
        fetch(phone, 5);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "news");
        assertEquals(1, service.awaitPush().messageCount());
    }

    @Test
    void archiveResultsThatAnotherDeviceFetches() {
        scenario.property("cloudnotify.archive-trigger", "always");
        scenario.leave(devices.phone(alice, "away"));
        RawClient phone = devices.phone(alice, "phone");
        RawClient desktop = devices.desktop(alice, "desktop");
        devices.hibernate(phone);
        fetch(desktop, 20);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(phone.jid(), "news");
        assertEquals(List.of("away 1", "phone 1"), service.awaitPushes(2, XmppClient.PATIENCE).stream()
            .map(push -> push.node() + " " + push.messageCount()).sorted().toList());
    }

    @Test
    void anArchivesCopyNeitherRepeatsAPushNorUndoesIt() {
        RawClient phone = devices.phone(alice, "phone");
        phone.acknowledging(false);
        String id = bob.chat(alice.jid(), "news");
        Push push = service.awaitPush();
        assertEquals(1, push.messageCount());
        scenario.control().stanzas().route(RESULT.formatted("", phone.jid(), XmppClient.newId(), bob.jid(), alice.jid(), id, "news"));
        scenario.detach(phone);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "more news");
        assertEquals(2, service.awaitPush().messageCount());
    }

    @Test
    void whatARoomSaysAgainToWhoJoins() {
        for (String whois : new String[] {"anyone", "moderators"}) {
            RawClient phone = devices.phone(alice, whois);
            String room = Rooms.create(scenario, bob, "whois", whois, "roomname", "talk", "publicroom", "1");
            Rooms.say(bob, room, "before");
            bob.awaitMessage("before");
            phone.acknowledging(false);
            Rooms.join(phone, room + "/alice");
            phone.awaitMessage("before");
            service.assertNoPushWithin(Devices.SILENCE.plusSeconds(1));
            scenario.detach(phone);
            service.assertNoPushWithin(Devices.SILENCE);
            Rooms.say(bob, room, "after");
            Push push = service.awaitPush();
            assertEquals(whois, push.node());
            assertEquals(1, push.messageCount());
            Devices.resume(phone);
            devices.quiet(phone);
            scenario.leave(phone);
        }
        scenario.assertNoWarnings();
    }

    @Test
    void whatWasSaidLiveIsPushedThoughTheServerHasAddedADelay() {
        RawClient phone = devices.desktop(alice, "phone");
        String room = Rooms.create(scenario, bob);
        Rooms.join(phone, room + "/alice");
        devices.quiet(phone);
        phone.acknowledging(false);
        Rooms.say(bob, room, "live");
        phone.awaitMessage("live");
        // Whoever resumes gets what is not acknowledged once more, and from then on it says that it was held up.
        scenario.detach(phone);
        assertTrue(phone.resume(phone.handled() - 1));
        phone.received().await(stanza -> "live".equals(stanza.elementText("body")) && stanza.element("delay") != null, XmppClient.PATIENCE);
        scenario.property("cloudnotify.max-ack-delay", "60");
        phone.enablePush(service.jid(), "phone");
        scenario.detach(phone);
        assertEquals(1, service.awaitPush().messageCount());
    }

    @Test
    void whatServicesAskAndOwnNodesTell() {
        RawClient phone = devices.phone(alice, "phone");
        devices.hibernate(phone);
        String domain = scenario.server().domain();
        for (String from : new String[] {domain, "conference." + domain, "room@conference." + domain, "pubsub." + domain,
            "proxy." + domain}) {
            scenario.control().stanzas().route("<iq type='get' id='" + XmppClient.newId() + "' from='" + from + "' to='" + phone.jid()
                + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        }
        scenario.control().stanzas().route("<message type='headline' from='" + alice.jid() + "' to='" + phone.jid()
            + "'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:mds:displayed:0'><item id='"
            + bob.bareJid() + "'><displayed xmlns='urn:xmpp:mds:displayed:0'/></item></items></event></message>");
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.control().stanzas().route("<iq type='get' id='" + XmppClient.newId() + "' from='" + bob.jid() + "' to='" + phone.jid()
            + "'><query xmlns='jabber:iq:version'/></iq>");
        assertNull(service.awaitPush().body());
    }

    @Test
    void aPushOfUnifiedPushWakesASessionThatSleepsEachTime() {
        scenario.property("cloudnotify.notify-on", "important");
        scenario.property("cloudnotify.merge-window", "60");
        RawClient phone = devices.phone(alice, "phone");
        devices.hibernate(phone);
        bob.chat(alice.jid(), "opens the window");
        assertEquals(1, service.awaitPush().messageCount());
        for (int i = 0; i < 2; i++) {
            scenario.control().stanzas().route("<iq type='set' id='" + XmppClient.newId() + "' from='up." + scenario.server().domain()
                + "' to='" + phone.jid() + "'><push xmlns='http://gultsch.de/xmpp/drafts/unified-push' application='a' instance='b'/>"
                + "</iq>");
            Push push = service.awaitPush(SOON);
            assertNull(push.body());
            assertEquals(-1, push.messageCount());
        }
    }

    private void fetch(RawClient device, int results) {
        String room = "room@conference." + scenario.server().domain();
        String[] archives = {"", " from='" + alice.jid() + "'", " from='" + room + "'", " from='room@conference.example.net'"};
        for (int i = 0; i < results; i++) {
            String writer = i % 2 == 0 ? bob.jid() : alice.jid() + "/elsewhere";
            scenario.control().stanzas().route(RESULT.formatted(archives[i % archives.length], device.jid(), XmppClient.newId(), writer,
                alice.jid(), XmppClient.newId(), "Of old " + i));
        }
    }
}
