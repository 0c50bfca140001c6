package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Messages that the archive keeps (behaviour §2 "Archived"). */
@IntegrationTest
class ArchiveIT {

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    ArchiveIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
        scenario.property("cloudnotify.archive-trigger", "always");
        scenario.property("cloudnotify.merge-window", "0");
    }

    @Test
    void theDeviceThatHasNoSessionIsWokenAndTheOthersNot() {
        scenario.leave(devices.phone(alice, "phone"));
        RawClient tablet = devices.phone(alice, "tablet");
        RawClient desktop = devices.desktop(alice, "desktop");
        bob.chat(desktop.jid(), "to the desktop");
        desktop.awaitMessage("to the desktop");
        assertEquals("phone", service.awaitPush().node());
        devices.hibernate(tablet);
        bob.chat(desktop.jid(), "once more");
        assertEquals("phone", service.awaitPush().node());
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void whatTheArchiveDoesNotKeepIsNotPushed() {
        scenario.leave(devices.phone(alice, "phone"));
        RawClient desktop = devices.desktop(alice, "desktop");
        String to = "<message to='" + alice.jid() + "' type='";
        bob.send(to + "chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        bob.send(to + "headline'><body>News</body></message>");
        bob.send(to + "error'><body>Bounced</body></message>");
        bob.send(to + "chat'><body>Off the record</body><no-store xmlns='urn:xmpp:hints'/></message>");
        bob.send(to + "chat'><body>Off the archive</body><no-permanent-store xmlns='urn:xmpp:hints'/></message>");
        desktop.awaitMessage("Off the archive");
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "For the record");
        service.awaitPush();
    }

    @Test
    void withoutAnArchiveNobodyIsWoken() {
        scenario.leave(devices.phone(alice, "phone"));
        RawClient desktop = devices.desktop(alice, "desktop");
        for (String setting : new String[] {"auto", "never"}) {
            scenario.property("cloudnotify.archive-trigger", setting);
            bob.chat(alice.jid(), setting);
            desktop.awaitMessage(setting);
        }
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.property("cloudnotify.archive-trigger", "always");
        bob.chat(alice.jid(), "now");
        service.awaitPush();
    }

    @Test
    void whatIsNotStoredOfflineWakesEveryDeviceWhereNobodyIsThere() {
        scenario.leave(devices.phone(alice, "phone"));
        scenario.leave(devices.phone(alice, "tablet"));
        for (String type : new String[] {"drop", "bounce"}) {
            offlineStorage(type, 100_000);
            bob.chat(alice.jid(), type);
            assertEquals(List.of("phone", "tablet"), nodes(2));
        }
        offlineStorage("store_and_drop", 100);
        bob.chat(alice.jid(), "too much ".repeat(100));
        assertEquals(List.of("phone", "tablet"), nodes(2));
        assertEquals(0, scenario.storedOffline(alice));
        bob.send("<message to='" + alice.jid() + "/phone'><body>to a session that is gone</body></message>");
        assertEquals(List.of("phone", "tablet"), nodes(2));
        bob.send("<message type='chat' to='" + alice.jid() + "'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        scenario.property("cloudnotify.archive-trigger", "never");
        bob.chat(alice.jid(), "which nobody keeps");
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void whatIsStoredOfflineAndArchivedIsPushedOnce() {
        scenario.leave(devices.phone(alice, "phone"));
        for (int i = 1; i <= 3; i++) {
            bob.chat(alice.jid(), "message " + i);
            assertEquals(i, service.awaitPush().messageCount());
        }
        service.assertNoPushWithin(Devices.SILENCE);
        assertEquals(3, scenario.storedOffline(alice));
    }

    @Test
    void aSessionThatIsNotFollowedYetIsASession() {
        RawClient phone = scenario.online(scenario.rawResumable(alice, "phone"));
        scenario.leave(devices.phone(alice, "tablet"));
        offlineStorage("drop", 100_000);
        bob.chat(alice.jid(), "to the phone");
        phone.awaitMessage("to the phone");
        assertEquals(List.of("tablet"), nodes(1));
        service.assertNoPushWithin(Devices.SILENCE);
    }

    private void offlineStorage(String type, int quota) {
        scenario.control().users().offlineStorage(type, quota);
        scenario.atEnd(() -> scenario.control().users().offlineStorage("store_and_bounce", 102_400));
    }

    private List<String> nodes(int count) {
        return service.awaitPushes(count, XmppClient.PATIENCE).stream().map(Push::node).sorted().toList();
    }

    @Test
    void whoIsBlockedDoesNotWake() {
        scenario.leave(devices.phone(alice, "phone"));
        RawClient desktop = devices.desktop(alice, "desktop");
        desktop.request("<iq type='set' id='list'><query xmlns='jabber:iq:privacy'><list name='blocked'><item type='jid' value='"
            + bob.bareJid() + "' action='deny' order='1'/></list></query></iq>");
        desktop.request("<iq type='set' id='default'><query xmlns='jabber:iq:privacy'><default name='blocked'/></query></iq>");
        bob.chat(alice.jid(), "unwanted");
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.raw(scenario.user("carol"), "desktop").chat(alice.jid(), "wanted");
        service.awaitPush();
    }
}
