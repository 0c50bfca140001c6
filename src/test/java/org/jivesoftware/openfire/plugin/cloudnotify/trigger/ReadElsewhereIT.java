package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients send when something was read on another device, as Conversations, Gajim and Monal write it (docs/behaviour.md §11). */
@IntegrationTest
class ReadElsewhereIT {

    /** With the options of XEP-0490 §3, which every client sends. */
    private static final String PUBLISH = "<iq type='set' id='%s'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
        + "<publish node='urn:xmpp:mds:displayed:0'><item id='%s'><displayed xmlns='urn:xmpp:mds:displayed:0'>"
        + "<stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='%s'/></displayed></item></publish><publish-options>"
        + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
        + "<value>http://jabber.org/protocol/pubsub#publish-options</value></field>"
        + "<field var='pubsub#persist_items'><value>true</value></field><field var='pubsub#max_items'><value>max</value></field>"
        + "<field var='pubsub#send_last_published_item'><value>never</value></field>"
        + "<field var='pubsub#access_model'><value>whitelist</value></field></x></publish-options></pubsub></iq>";

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    ReadElsewhereIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.online(scenario.raw(scenario.user("bob"), "desktop"));
    }

    @BeforeEach
    void everybodyIsToldAndEachIsPushed() {
        scenario.property("cloudnotify.badge-reset", "all");
        scenario.property("cloudnotify.merge-window", "0");
    }

    private void writes(RawClient phone, String id, String archived) {
        bob.send("<message type='chat' id='" + id + "' to='" + phone.jid() + "'><body>" + id + "</body>"
            + (archived == null ? "" : "<stanza-id xmlns='urn:xmpp:sid:0' by='" + alice.jid() + "' id='" + archived + "'/>")
            + "</message>");
    }

    private void publishes(RawClient desktop, String chat, String by, String id) {
        desktop.send(PUBLISH.formatted(XmppClient.newId(), chat, by, id));
        // What the server makes of it depends on its version, and some make nothing; that it has passed is enough.
        desktop.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + scenario.server().domain()
            + "'><ping xmlns='urn:xmpp:ping'/></iq>");
    }

    private static void tells(int count, Push push) {
        assertEquals(count, push.messageCount());
        assertNull(push.body());
    }

    @Test
    void anItemOfAMarkersNodeNamesTheLastOneThatWasRead() {
        RawClient phone = devices.phone(alice, "phone");
        RawClient desktop = devices.desktop(alice, "desktop");
        devices.hibernate(phone);
        for (int i = 1; i <= 3; i++) {
            writes(phone, "m" + i, "archived-" + i);
            assertEquals(i, service.awaitPush().messageCount());
        }
        publishes(desktop, bob.bareJid(), alice.jid(), "nobody-knows");
        service.assertNoPushWithin(Devices.SILENCE);
        publishes(desktop, bob.bareJid(), alice.jid(), "archived-2");
        tells(1, service.awaitPush());
        publishes(desktop, bob.bareJid(), alice.jid(), "archived-2");
        service.assertNoPushWithin(Devices.SILENCE);
        writes(phone, "m4", "archived-4");
        assertEquals(2, service.awaitPush().messageCount());
        publishes(desktop, bob.bareJid(), alice.jid(), "archived-4");
        tells(0, service.awaitPush());
        scenario.assertNoWarnings();
    }

    /** Who publishes at somebody else's account reads nothing there. */
    @Test
    void nobodyElseCanRead() {
        RawClient phone = devices.phone(alice, "phone");
        devices.hibernate(phone);
        writes(phone, "m1", "archived-1");
        assertEquals(1, service.awaitPush().messageCount());
        String foreign = PUBLISH.formatted(XmppClient.newId(), bob.bareJid(), alice.jid(), "archived-1").replace("<iq ", "<iq to='"
            + alice.jid()
            + "' ");
        bob.send(foreign);
        bob.send("<message type='chat' to='" + bob.bareJid() + "' id='x'><displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/></message>");
        service.assertNoPushWithin(Devices.SILENCE);
        writes(phone, "m2", "archived-2");
        assertEquals(2, service.awaitPush().messageCount());
    }

    @Test
    void aRoomIsReadByAMarkerByAnItemAndByWords() {
        String room = Rooms.create(scenario, bob, "membersonly", "1", "roomname", "team", "publicroom", "1", "whois", "moderators");
        Rooms.affiliate(bob, room, alice, "member");
        scenario.leave(devices.phone(alice, "phone"));
        RawClient desktop = devices.desktop(alice, "desktop");
        // Two occupants more: a room addresses what it tells to one after the other.
        Rooms.join(desktop, room + "/alice");
        TestUser carol = scenario.user("carol");
        Rooms.affiliate(bob, room, carol, "member");
        Rooms.join(scenario.raw(carol, "desktop"), room + "/carol");
        String first = Rooms.say(bob, room, "one");
        assertEquals(1, service.awaitPush().messageCount());
        String second = Rooms.say(bob, room, "two");
        assertEquals(2, service.awaitPush().messageCount());
        desktop.send("<message type='groupchat' to='" + room + "' id='" + XmppClient.newId()
            + "'><displayed xmlns='urn:xmpp:chat-markers:0' id='"
            + first + "'/></message>");
        tells(1, service.awaitPush());
        publishes(desktop, room, room, second);
        tells(0, service.awaitPush());
        Rooms.say(bob, room, "three");
        assertEquals(1, service.awaitPush().messageCount());
        Rooms.say(desktop, room, "my answer");
        tells(0, service.awaitPush());
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    /** What a device has not fetched was pushed as it was stored. */
    @Test
    void whatWasStoredOfflineIsReadAsWell() {
        RawClient phone = devices.phone(alice, "phone");
        scenario.leave(phone);
        String id = bob.chat(alice.jid(), "one");
        assertEquals(1, service.awaitPush().messageCount());
        RawClient desktop = devices.desktop(alice, "desktop");
        Element fetched = desktop.awaitMessage("one");
        assertEquals(id, fetched.attributeValue("id"));
        desktop.send("<message type='chat' to='" + bob.bareJid() + "' id='" + XmppClient.newId() + "'><displayed"
            + " xmlns='urn:xmpp:chat-markers:0' id='" + id + "'/></message>");
        tells(0, service.awaitPush());
    }
}
