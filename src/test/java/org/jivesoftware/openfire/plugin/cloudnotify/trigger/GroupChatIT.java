package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.UserCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Members of a group chat who are not in it (docs/behaviour.md §9). */
@IntegrationTest
class GroupChatIT {

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    GroupChatIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
        scenario.property("cloudnotify.merge-window", "0");
        scenario.property("cloudnotify.with-body", "true");
        scenario.property("cloudnotify.with-sender", "true");
    }

    private String membersOnly() {
        return Rooms.create(scenario, bob, "membersonly", "1", "roomname", "team", "publicroom", "1", "whois", "moderators");
    }

    private String open() {
        return Rooms.create(scenario, bob, "membersonly", "0", "roomname", "talk", "publicroom", "1", "whois", "moderators");
    }

    private void away(TestUser user, String resource) {
        scenario.leave(devices.phone(user, resource));
    }

    @Test
    void aMemberWhoIsAwayIsWokenByEverythingInAMembersOnlyRoom() {
        String room = membersOnly();
        Rooms.affiliate(bob, room, alice, "member");
        away(alice, "phone");
        Rooms.say(bob, room, "first");
        Push push = service.awaitPush();
        assertEquals("phone", push.node());
        assertEquals("1 first " + room + "/bob", push.messageCount() + " " + push.body() + " " + push.sender());
        bob.send("<message type='groupchat' to='" + room + "'><subject>New subject</subject></message>");
        bob.send("<message type='groupchat' to='" + room + "'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "second");
        push = service.awaitPush();
        assertEquals("2 second", push.messageCount() + " " + push.body());
        Rooms.affiliate(bob, room, alice, "none");
        Rooms.say(bob, room, "not for her any more");
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void inOtherRoomsOnlyMentionsWake() {
        String room = open();
        Rooms.affiliate(bob, room, alice, "member");
        RawClient phone = devices.phone(alice, "phone");
        Rooms.join(phone, room + "/Ally");
        scenario.leave(phone);
        Rooms.say(bob, room, "Anybody? We need allying.");
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "ally, are you there?");
        assertEquals("1 ally, are you there?", text(service.awaitPush()));
        bob.send("<message type='groupchat' to='" + room + "'><body>her</body><reference xmlns='urn:xmpp:reference:0' type='mention'"
            + " begin='0' end='3' uri='xmpp:" + alice.jid() + "'/></message>");
        assertEquals("2 her", text(service.awaitPush()));
        bob.send("<message type='groupchat' to='" + room + "'><body>yes</body><reply xmlns='urn:xmpp:reply:0' to='" + room
            + "/Ally' id='x'/></message>");
        assertEquals("3 yes", text(service.awaitPush()));
        bob.send("<message type='groupchat' to='" + room + "'><body>all</body><mention xmlns='urn:xmpp:mentions:0'"
            + " mentions='urn:xmpp:mentions:0#channel'/></message>");
        assertEquals("4 all", text(service.awaitPush()));
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    private static String text(Push push) {
        return push.messageCount() + " " + push.body();
    }

    @Test
    void aUserIsInTheRoomWithOneDeviceAndWokenOnAnother() {
        String room = membersOnly();
        Rooms.affiliate(bob, room, alice, "member");
        away(alice, "tablet");
        RawClient phone = devices.phone(alice, "phone");
        Rooms.join(phone, room + "/alice");
        RawClient watch = devices.phone(alice, "watch");
        RawClient sleeper = devices.phone(alice, "sleeper");
        devices.hibernate(sleeper);
        Rooms.say(bob, room, "in the room");
        phone.awaitMessage("in the room");
        // Neither the phone, which is there, nor the watch, which is in use and did not join.
        assertEquals(List.of("sleeper", "tablet"), nodes(2));
        devices.hibernate(phone);
        Rooms.say(bob, room, "asleep in the room");
        assertEquals(List.of("phone", "sleeper", "tablet"), nodes(3));
        Rooms.say(watch, room + "", "nothing, since she is not in it");
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    private List<String> nodes(int count) {
        List<String> nodes = service.awaitPushes(count, XmppClient.PATIENCE).stream().map(Push::node).sorted().toList();
        service.assertNoPushWithin(Devices.SILENCE);
        return nodes;
    }

    @Test
    void whoSaysItIsWokenOnNoDevice() {
        String room = membersOnly();
        Rooms.affiliate(bob, room, alice, "member");
        away(alice, "tablet");
        RawClient desktop = devices.desktop(alice, "desktop");
        Rooms.join(desktop, room + "/alice");
        Rooms.say(desktop, room, "my own words");
        desktop.awaitMessage("my own words");
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "from bob");
        assertEquals("tablet", service.awaitPush().node());
    }

    @Test
    void whoRegistersWhileTheRoomTalksIsWokenFromThenOn() {
        String room = membersOnly();
        Rooms.affiliate(bob, room, alice, "admin");
        Rooms.say(bob, room, "to nobody");
        service.assertNoPushWithin(Devices.SILENCE);
        away(alice, "phone");
        Rooms.say(bob, room, "to her");
        assertEquals("to her", service.awaitPush().body());
    }

    /** A group is its members, as they are when something is said. */
    @Test
    void whoLeavesAGroupIsNotWokenAnyMore() {
        String room = membersOnly();
        String group = "team-" + XmppClient.newId();
        UserCommands users = scenario.control().users();
        Rooms.affiliate(bob, room, users.group(group), "member");
        away(alice, "phone");
        users.groupMember(group, alice.jid(), true);
        Rooms.say(bob, room, "to her as well");
        assertEquals("to her as well", service.awaitPush().body());
        users.groupMember(group, alice.jid(), false);
        Rooms.say(bob, room, "not to her any more");
        service.assertNoPushWithin(Devices.SILENCE);
        users.groupMember(group, alice.jid(), true);
        Rooms.say(bob, room, "to her again");
        assertEquals("to her again", service.awaitPush().body());
        scenario.assertNoWarnings();
    }

    /** Most clients join their rooms before they enable pushes for the first time. */
    @Test
    void theNicknameFromBeforeTheFirstDeviceIsKnown() {
        String room = open();
        Rooms.affiliate(bob, room, alice, "member");
        RawClient phone = scenario.online(scenario.rawResumable(alice, "phone"));
        Rooms.join(phone, room + "/Ally");
        phone.enablePush(service.jid(), "phone");
        scenario.leave(phone);
        Rooms.say(bob, room, "nobody in particular");
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "Ally, are you there?");
        assertEquals("1 Ally, are you there?", text(service.awaitPush()));
    }

    /** Who was in the room when the plugin was loaded is there under a name. */
    @Test
    void theNicknameOfAnOccupantIsKnownAfterAReload() {
        String room = open();
        Rooms.affiliate(bob, room, alice, "member");
        away(alice, "tablet");
        Rooms.join(devices.desktop(alice, "desktop"), room + "/Ally");
        scenario.control().plugins().unload("cloudnotify");
        scenario.control().plugins().load("cloudnotify");
        Rooms.say(bob, room, "alice");
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "Ally, are you there?");
        assertEquals("Ally, are you there?", service.awaitPush().body());
    }

    @Test
    void theSettingSwitchesItOff() {
        String room = membersOnly();
        Rooms.affiliate(bob, room, alice, "member");
        away(alice, "phone");
        for (String setting : List.of("asked", "never")) {
            scenario.property("cloudnotify.group-chats", setting);
            Rooms.say(bob, room, "unheard");
            service.assertNoPushWithin(Devices.SILENCE);
        }
        scenario.property("cloudnotify.group-chats", "members");
        scenario.property("cloudnotify.with-sender", "false");
        Rooms.say(bob, room, "heard");
        Push push = service.awaitPush();
        assertEquals("heard", push.body());
        assertNull(push.sender());
    }
}
