package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Members come, go and sleep, rooms end: what is said meanwhile wakes a device once, or not at all (docs/behaviour.md §9). */
@IntegrationTest
class RoomLifeIT {

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;
    private final String room;

    RoomLifeIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.online(scenario.raw(scenario.user("bob"), "desktop"));
        scenario.property("cloudnotify.merge-window", "0");
        scenario.property("cloudnotify.with-body", "true");
        this.room = Rooms.create(scenario, bob, "membersonly", "1", "roomname", "team", "publicroom", "1", "whois", "moderators");
        Rooms.affiliate(bob, room, alice, "member");
    }

    private static String text(Push push) {
        return push.node() + " " + push.messageCount() + " " + push.body();
    }

    /** Openfire 4.2 drops what waited in the session without a word; the others store it, or not. */
    @Test
    void anOccupantWhoseSessionTimesOutIsAMemberWhoIsAway() {
        RawClient phone = devices.phone(alice, "phone");
        Rooms.join(phone, room + "/alice");
        devices.hibernate(phone);
        Rooms.say(bob, room, "asleep in the room");
        assertEquals("phone 1 asleep in the room", text(service.awaitPush()));
        scenario.timeOutDetached(alice);
        scenario.await("the session is gone", () -> scenario.session(phone) == null);
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "away from the room");
        assertEquals("phone 2 away from the room", text(service.awaitPush()));
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void whoJoinsWhileAPushWaitsNeedsNone() {
        scenario.leave(devices.phone(alice, "phone"));
        scenario.disconnect(service);
        Rooms.say(bob, room, "waits");
        scenario.await("it waits", () -> scenario.control().database().query("SELECT username FROM ofCloudNotifyWaiting WHERE username = ?",
            alice.name()).size() == 1, Duration.ofSeconds(30));
        RawClient phone = scenario.online(scenario.rawResumable(alice, "phone"));
        Rooms.join(phone, room + "/alice");
        Rooms.say(bob, room, "in the room");
        phone.awaitMessage("in the room");
        devices.quiet(phone);
        service.connect();
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.leave(phone);
        Rooms.say(bob, room, "left");
        assertEquals("phone 1 left", text(service.awaitPush()));
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void anAffiliationCountsFromTheMomentItChanges() {
        scenario.leave(devices.phone(alice, "phone"));
        for (String affiliation : List.of("none", "owner", "outcast", "admin")) {
            Rooms.affiliate(bob, room, alice, affiliation);
            Rooms.say(bob, room, "to " + affiliation);
            if (affiliation.equals("owner") || affiliation.equals("admin")) {
                assertEquals("to " + affiliation, service.awaitPush().body());
            }
            service.assertNoPushWithin(Devices.SILENCE);
        }
        scenario.assertNoWarnings();
    }

    @Test
    void whoIsKickedWhileAsleepIsNotWokenForItAndStaysAMember() {
        RawClient phone = devices.phone(alice, "phone");
        Rooms.join(phone, room + "/alice");
        devices.hibernate(phone);
        Element answer = bob.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + room + "'><query"
            + " xmlns='http://jabber.org/protocol/muc#admin'><item nick='alice' role='none'><reason>out</reason></item></query></iq>");
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "to a member");
        assertEquals("phone 1 to a member", text(service.awaitPush()));
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void theEndOfARoomWakesNobody() {
        scenario.leave(devices.phone(alice, "phone"));
        RawClient tablet = devices.phone(alice, "tablet");
        Rooms.join(tablet, room + "/alice");
        devices.hibernate(tablet);
        Rooms.say(bob, room, "before");
        service.awaitPushes(2, XmppClient.PATIENCE);
        Element answer = bob.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + room + "'><query"
            + " xmlns='http://jabber.org/protocol/muc#owner'><destroy><reason>over</reason></destroy></query></iq>");
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
        service.assertNoPushWithin(Devices.SILENCE);
        // One of the same name is another room.
        Rooms.join(bob, room + "/bob");
        bob.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + room + "'><query xmlns='http://jabber.org/protocol/muc#owner'>"
            + "<x xmlns='jabber:x:data' type='submit'/></query></iq>");
        Rooms.say(bob, room, "alice, a stranger here");
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.affiliate(bob, room, alice, "member");
        Rooms.say(bob, room, "alice, a member here");
        // Who had been pushed to goes on counting.
        assertEquals(List.of("phone", "tablet"), service.awaitPushes(2, XmppClient.PATIENCE).stream().map(Push::node).sorted().toList());
    }

    /** Private messages are the occupant's; who is not there gets none. */
    @Test
    void aPrivateMessageWakesTheOccupantAlone() {
        scenario.leave(devices.phone(alice, "phone"));
        RawClient tablet = devices.phone(alice, "tablet");
        Rooms.join(tablet, room + "/alice");
        devices.hibernate(tablet);
        bob.send("<message type='chat' to='" + room + "/alice' id='" + XmppClient.newId() + "'><body>psst</body>"
            + "<x xmlns='http://jabber.org/protocol/muc#user'/></message>");
        assertEquals("tablet 1 psst", text(service.awaitPush()));
        service.assertNoPushWithin(Devices.SILENCE);
    }
}
