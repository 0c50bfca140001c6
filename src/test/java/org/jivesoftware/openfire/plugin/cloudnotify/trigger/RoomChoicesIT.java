package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users choose for group chats: the switch in the registration form, bookmarks, pushes enabled at the service (§9). */
@IntegrationTest
class RoomChoicesIT {

    private static final String OFFLINE = "{http://tigase.org/protocol/muc}offline";

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;
    private final String conference;

    RoomChoicesIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        this.conference = "conference." + scenario.server().domain();
        bob.available();
        scenario.property("cloudnotify.merge-window", "0");
        scenario.property("cloudnotify.with-body", "true");
    }

    private String room(boolean membersOnly) {
        return Rooms.create(scenario, bob, "membersonly", membersOnly ? "1" : "0", "roomname", "talk", "publicroom", "1", "whois",
            "moderators", "enable_registration", "1");
    }

    private static Element ask(RawClient client, String type, String to, String payload) {
        return client.request("<iq type='" + type + "' id='" + XmppClient.newId() + "' to='" + to + "'>" + payload + "</iq>");
    }

    private static String result(Element answer) {
        return "result".equals(answer.attributeValue("type")) ? "result" : answer.asXML();
    }

    private static List<String> features(Element answer) {
        return answer.element("query").elements("feature").stream().map(each -> ((Element) each).attributeValue("var")).toList();
    }

    /** As Siskin does: the whole form, with what it has been told. */
    private static Element choose(RawClient client, String room, boolean on) {
        return ask(client, "set", room, "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field>"
            + "<field var='muc#register_roomnick'><value>Ally</value></field>"
            + "<field var='" + OFFLINE + "' type='boolean'><value>" + (on ? "1" : "0") + "</value></field></x></query>");
    }

    private static Element form(RawClient client, String room) {
        return ask(client, "get", room, "<query xmlns='jabber:iq:register'/>").element("query").element("x");
    }

    private static String field(Element form, String name) {
        return Stream.of(form.elements("field").toArray()).map(Element.class::cast).filter(each -> name.equals(each.attributeValue("var")))
            .map(each -> each.elementText("value") == null ? "" : each.elementText("value")).findFirst().orElse(null);
    }

    private String affiliation(String room, String affiliation) {
        return ask(bob, "get", room, "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='" + affiliation
            + "'/></query>")
            .asXML();
    }

    @Test
    void theSwitchOfARoomWakesWhoAskedForEverything() {
        String room = room(false);
        RawClient phone = devices.phone(alice, "phone");
        List<String> features = features(ask(phone, "get", room, "<query xmlns='http://jabber.org/protocol/disco#info'/>"));
        assertTrue(features.containsAll(List.of("jabber:iq:register", "http://tigase.org/protocol/muc#offline")), features::toString);
        Element form = form(phone, room);
        assertEquals("0", field(form, OFFLINE));
        assertNotNull(field(form, "muc#register_roomnick"));
        assertEquals("result", result(choose(phone, room, true)));
        form = form(phone, room);
        assertEquals("1", field(form, OFFLINE), "also to who is registered already");
        assertNotNull(field(form, "muc#register_roomnick"));
        assertTrue(affiliation(room, "member").contains(alice.jid()));
        scenario.leave(phone);
        Rooms.say(bob, room, "to everybody");
        assertEquals("to everybody", service.awaitPush().body());
        phone = devices.desktop(alice, "phone");
        assertEquals("result", result(choose(phone, room, false)));
        scenario.leave(phone);
        Rooms.say(bob, room, "not for Ally");
        service.assertNoPushWithin(Devices.SILENCE);
        phone = devices.desktop(alice, "phone");
        assertEquals("result", result(ask(phone, "set", room, "<query xmlns='jabber:iq:register'><remove/></query>")));
        assertTrue(affiliation(room, "member").contains(alice.jid()), "the switch is no membership");
        scenario.leave(phone);
        Rooms.say(bob, room, "for Ally");
        assertEquals("for Ally", service.awaitPush().body());
        phone = devices.desktop(alice, "phone");
        assertEquals("result", result(ask(phone, "set", room, "<query xmlns='jabber:iq:register'><remove/></query>")));
        assertFalse(affiliation(room, "member").contains(alice.jid()), "without a switch, registration is the server's");
        scenario.assertNoWarnings();
    }

    @Test
    void whoIsAdministratorStaysOneAndModeratedRoomsHaveNoSwitch() {
        String room = room(true);
        Rooms.affiliate(bob, room, alice, "admin");
        RawClient phone = devices.phone(alice, "phone");
        assertEquals("result", result(choose(phone, room, false)));
        assertTrue(affiliation(room, "admin").contains(alice.jid()));
        scenario.leave(phone);
        Rooms.say(bob, room, "unheard");
        service.assertNoPushWithin(Devices.SILENCE);
        String moderated = Rooms.create(scenario, bob, "moderatedroom", "1", "roomname", "talk", "enable_registration", "1");
        RawClient carol = scenario.raw(scenario.user("carol"), "desktop");
        carol.available();
        assertEquals(null, field(form(carol, moderated), OFFLINE));
        assertNotNull(field(form(carol, room), OFFLINE));
    }

    @Test
    void pushesAreEnabledAtAGroupChatServiceAsAtTheAccount() {
        String room = room(true);
        Rooms.affiliate(bob, room, alice, "member");
        // Acknowledges the invitation that members of members-only rooms get.
        RawClient phone = devices.desktop(alice, "phone");
        List<String> features = features(ask(phone, "get", conference, "<query xmlns='http://jabber.org/protocol/disco#info'/>"));
        assertTrue(features.contains("urn:xmpp:push:0"), features::toString);
        String where = " xmlns='urn:xmpp:push:0' jid='" + service.jid() + "' node='n'/>";
        Element answer = ask(phone, "set", conference, "<enable" + where);
        assertEquals("result", result(answer));
        assertEquals(conference, answer.attributeValue("from"));
        assertEquals("error", ask(phone, "set", room, "<enable" + where).attributeValue("type"));
        scenario.leave(phone);
        Rooms.say(bob, room, "hi");
        assertEquals("n", service.awaitPush().node());
        service.assertNoPushWithin(Devices.SILENCE);
        phone = devices.desktop(alice, "phone");
        assertEquals("result", result(ask(phone, "set", conference, "<disable" + where)));
        scenario.leave(phone);
        Rooms.say(bob, room, "nobody there");
        service.assertNoPushWithin(Devices.SILENCE);
    }

    private static void bookmark(RawClient client, String room, String settings) {
        assertEquals("result", result(client.request("<iq type='set' id='" + XmppClient.newId() + "'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:bookmarks:1'><item id='" + room + "'>"
            + "<conference xmlns='urn:xmpp:bookmarks:1' name='talk' autojoin='true'><nick>Ally</nick><extensions>" + settings
            + "</extensions></conference></item></publish></pubsub></iq>")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aBookmarkSaysWhatWakes(int version) {
        String notify = "<notify xmlns='urn:xmpp:notification-settings:" + version + "'>%s</notify>";
        String room = room(true);
        Rooms.affiliate(bob, room, alice, "member");
        RawClient phone = devices.phone(alice, "phone");
        bookmark(phone, room, notify.formatted("<never/>"));
        scenario.leave(phone);
        Rooms.say(bob, room, "muted, Ally");
        service.assertNoPushWithin(Devices.SILENCE);
        phone = devices.desktop(alice, "phone");
        bookmark(phone, room, notify.formatted("<on-mention/>"));
        scenario.leave(phone);
        service.assertNoPushWithin(Devices.SILENCE.plusSeconds(1));
        Rooms.say(bob, room, "not for her");
        Rooms.say(bob, room, "for Ally");
        assertEquals("for Ally", service.awaitPush().body());
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void itHoldsForADeviceThatSleepsInTheRoom() {
        String room = room(false);
        RawClient phone = devices.phone(alice, "phone");
        bookmark(phone, room, "<notify xmlns='urn:xmpp:notification-settings:1'><never/><on-mention identity-category='client'"
            + " identity-type='phone'/><always identity-category='client' identity-type='pc'/></notify>");
        Rooms.join(phone, room + "/Ally");
        devices.hibernate(phone);
        Rooms.say(bob, room, "not for her");
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "for Ally");
        assertEquals("for Ally", service.awaitPush().body());
        bob.send("<message type='chat' to='" + room + "/Ally'><body>in private</body></message>");
        assertEquals("in private", service.awaitPush().body());
        service.assertNoPushWithin(Devices.SILENCE);
    }
}
