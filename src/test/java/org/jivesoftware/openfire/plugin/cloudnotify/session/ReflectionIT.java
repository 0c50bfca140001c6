package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user says in a room comes back to all of the user's sessions, and is no reason to push them (docs/behaviour.md §2, "Never"). */
@IntegrationTest
class ReflectionIT {

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    ReflectionIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
        scenario.property("cloudnotify.merge-window", "0");
        scenario.property("cloudnotify.with-body", "true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anyone", "moderators"})
    void neitherTheDeviceThatSaidItNorItsNeighboursArePushed(String whois) {
        scenario.property("cloudnotify.max-ack-delay", "2");
        String room = Rooms.create(scenario, bob, "whois", whois, "roomname", "talk", "publicroom", "1");
        RawClient phone = devices.phone(alice, "phone");
        RawClient tablet = devices.phone(alice, "tablet");
        RawClient watch = devices.phone(alice, "watch");
        Rooms.join(phone, room + "/alice");
        Rooms.join(tablet, room + "/alice");
        Rooms.join(watch, room + "/alice on her watch");
        devices.hibernate(tablet);
        devices.hibernate(watch);
        devices.quiet(phone);
        phone.acknowledging(false);
        Rooms.say(phone, room, "my own words");
        phone.send("<message type='groupchat' to='" + room + "'><body>without an id</body></message>");
        phone.send("<message type='groupchat' to='" + room + "'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        phone.awaitMessage("without an id");
        service.assertNoPushWithin(Devices.SILENCE.plusSeconds(1));
        scenario.detach(phone);
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "from bob");
        List<Push> pushes = service.awaitPushes(3, XmppClient.PATIENCE);
        assertEquals(List.of("phone", "tablet", "watch"), pushes.stream().map(Push::node).sorted().toList());
        assertEquals(List.of("1 from bob"), pushes.stream().map(push -> push.messageCount() + " " + push.body()).distinct().toList());
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void whoSaysTheSameUnderTheSameIdIsHeard() {
        String room = Rooms.create(scenario, bob);
        RawClient desktop = devices.desktop(alice, "desktop");
        RawClient tablet = devices.phone(alice, "tablet");
        Rooms.join(desktop, room + "/alice");
        Rooms.join(tablet, room + "/alice");
        devices.hibernate(tablet);
        String id = Rooms.say(desktop, room, "me, too");
        desktop.awaitMessage("me, too");
        service.assertNoPushWithin(Devices.SILENCE);
        bob.send("<message type='groupchat' id='" + id + "' to='" + room + "'><body>me, too</body></message>");
        assertEquals(1, service.awaitPush().messageCount());
    }

    @Test
    void whatWasSaidBeforeTheUserLeftStaysTheUsersOwn() {
        String room = Rooms.create(scenario, bob);
        RawClient desktop = devices.desktop(alice, "desktop");
        RawClient tablet = devices.phone(alice, "tablet");
        Rooms.join(desktop, room + "/alice at her desk");
        Rooms.join(tablet, room + "/alice");
        devices.quiet(tablet);
        tablet.acknowledging(false);
        Rooms.say(desktop, room, "bye");
        desktop.send("<presence type='unavailable' to='" + room + "/alice at her desk'/>");
        tablet.awaitMessage("bye");
        scenario.detach(tablet);
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "bye, alice");
        assertEquals("bye, alice", service.awaitPush().body());
    }
}
