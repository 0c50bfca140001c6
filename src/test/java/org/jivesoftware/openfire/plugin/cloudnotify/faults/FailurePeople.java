package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.FaultCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.Browser;

/** People who use the server while the plugin fails: one at a desk, one with a phone, one who is away and has a device to be woken. */
final class FailurePeople {

    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String TOKEN = "0123456789abcdef";

    private final Scenario scenario;
    private final PushService service;
    private final RawClient desk;
    private final RawClient phone;
    private TestUser away;
    private String room;
    private int number;

    FailurePeople(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.desk = scenario.online(scenario.raw(scenario.user("desk"), "desk"));
        this.phone = scenario.online(scenario.rawResumable(scenario.user("phone"), "phone"));
        phone.enablePush(service.jid(), "phone");
        again();
        scenario.property("cloudnotify.metrics-token", TOKEN);
        scenario.property("cloudnotify.metrics", "true");
        scenario.property("cloudnotify.web-push", "true");
        faults().exemptFromLogin("cloudnotify/settings.jsp");
        faults().exemptFromLogin("cloudnotify/metrics.jsp");
    }

    /** Somebody else is away: Openfire may remember what it knows of the one before. */
    void again() {
        away = scenario.user("away");
        RawClient device = scenario.raw(away, "device");
        device.enablePush(service.jid(), "device-" + away.name(), "");
        scenario.leave(device);
    }

    FaultCommands faults() {
        return scenario.control().faults();
    }

    private String text() {
        return "Text " + ++number;
    }

    void send() {
        desk.chat(phone.jid(), text());
        phone.send("<presence to='" + desk.bareJid() + "' type='subscribe'/>");
    }

    /** Both are connected still, and what they write arrives. */
    void assertThatStanzasArrive() {
        String there = text();
        desk.chat(phone.jid(), there);
        phone.awaitMessage(there);
        String back = text();
        phone.chat(desk.jid(), back);
        desk.awaitMessage(back);
        assertEquals("result", desk.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + scenario.server().domain()
            + "'><ping xmlns='urn:xmpp:ping'/></iq>").attributeValue("type"));
        assertNotNull(scenario.session(desk));
        assertNotNull(scenario.session(phone));
    }

    /** Nothing stays broken. */
    void assertThatPushesAreSent() {
        again();
        storeOffline();
        service.awaitPush("device-" + away.name());
    }

    void serviceWrites() {
        String text = text();
        service.send("<message from='" + service.jid() + "' to='" + phone.jid() + "' id='" + XmppClient.newId() + "'><body>" + text
            + "</body></message>");
        phone.awaitMessage(text);
    }

    void storeOffline() {
        int before = scenario.storedOffline(away);
        desk.chat(away.jid(), text());
        scenario.awaitStoredOffline(away, before + 1);
    }

    void comeAndGo() {
        RawClient other = scenario.online(scenario.raw(scenario.user("guest"), "other"));
        String text = text();
        desk.chat(other.jid(), text);
        other.awaitMessage(text);
        scenario.leave(other);
    }

    void deleteAccount() {
        TestUser user = scenario.user("leaving");
        scenario.control().users().delete(user.name());
        assertEquals(false, scenario.control().users().exists(user.name()));
    }

    void createAccount() {
        assertEquals(true, scenario.control().users().exists(scenario.user("coming").name()));
    }

    void lockAndUnlock() {
        TestUser user = scenario.user("locked");
        scenario.control().users().lock(user.name(), true);
        scenario.control().users().lock(user.name(), false);
    }

    void serviceConnects() {
        scenario.pushService("another");
    }

    /** Somebody opens a room. */
    private RawClient openRoom() {
        RawClient owner = scenario.online(scenario.raw(scenario.user("owner"), "desk"));
        room = Rooms.create(scenario, owner);
        return owner;
    }

    /** What is said in a room arrives. */
    void talkInRoom() {
        RawClient owner = openRoom();
        Rooms.join(phone, room + "/phone");
        String text = text();
        Rooms.say(owner, room, text);
        phone.awaitMessage(text);
    }

    void changeGroup() {
        String group = "group-" + XmppClient.newId();
        scenario.control().users().group(group);
        scenario.control().users().groupMember(group, "somebody@example.org", true);
    }

    void destroyRoom() {
        Element answer = openRoom().request("<iq type='set' id='" + XmppClient.newId() + "' to='" + room
            + "'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>");
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
    }

    /** There is an answer, of the plugin or of Openfire. */
    void registerAtRoom() {
        openRoom();
        desk.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + room + "'><query xmlns='jabber:iq:register'/></iq>");
    }

    void hide() {
        faults().userProperty(away.name(), "cloudnotify.discreet", "true");
    }

    void changeSetting() {
        scenario.property("cloudnotify.max-devices", String.valueOf(10 + ++number));
    }

    /** The request is answered all the same. */
    void enablePushesInVain() {
        Element answer = phone.enablePush(service.jid(), "another", "");
        assertEquals("error", answer.attributeValue("type"), answer::asXML);
        assertNotNull(answer.element("error").element("internal-server-error"), answer::asXML);
    }

    void enablePushes() {
        phone.enablePush(service.jid(), "another");
    }

    /** May not be answered where not even an error can be written. */
    void askForPushes() {
        phone.send("<iq type='set' id='" + XmppClient.newId() + "'><enable xmlns='" + XmppClient.PUSH + "' jid='" + service.jid()
            + "'/></iq>");
    }

    void callCommandInVain() {
        Element answer = desk.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + scenario.server().domain()
            + "'><command xmlns='"
            + COMMANDS + "' node='urn:cloudnotify:commands#devices'/></iq>");
        Element command = answer.element("command");
        assertEquals(true, "error".equals(answer.attributeValue("type"))
            || "error".equals(command.element("note").attributeValue("type")), answer::asXML);
    }

    /** May not be answered: the look at the endpoint's address is what fails. */
    void registerEndpoint() {
        Browser browser = Browser.fresh();
        desk.send("<iq type='set' id='" + XmppClient.newId() + "' to='push." + scenario.server().domain() + "'><command xmlns='" + COMMANDS
            + "' node='register-push-web'><x xmlns='jabber:x:data' type='submit'>" + field("endpoint", "https://localhost/")
            + field("p256dh", browser.p256dh()) + field("auth", browser.auth()) + "</x></command></iq>");
    }

    private static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    void listCommands() {
        Element answer = desk.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + scenario.server().domain()
            + "'><query xmlns='http://jabber.org/protocol/disco#items' node='" + COMMANDS + "'/></iq>");
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
    }

    String page() {
        return get("settings.jsp");
    }

    void scrape() {
        get("metrics.jsp");
    }

    private String get(String page) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(scenario.server().console() + "/plugins/cloudnotify/" + page))
            .timeout(Duration.ofSeconds(10)).header("Authorization", "Bearer " + TOKEN).build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
