package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.Test;

/** Messages that the archive keeps (spec §2 "Archived"). */
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
