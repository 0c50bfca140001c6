package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Silence on one device while the user is at another (docs/behaviour.md §11, "Grace"), on a running server. */
@IntegrationTest
class GraceIT {

    /** Long enough for a busy machine to do what has to be done meanwhile. */
    private static final Duration GRACE = Duration.ofSeconds(12);
    private static final String STATES = "xmlns='http://jabber.org/protocol/chatstates'/>";

    private final Scenario scenario;
    private final PushService service;
    private final TestUser alice;
    private final RawClient bob;
    private final RawClient phone;
    private final RawClient desktop;

    GraceIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        Devices devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.online(scenario.raw(scenario.user("bob"), "desktop"));
        this.phone = devices.phone(alice, "phone");
        devices.hibernate(phone);
        this.desktop = devices.desktop(alice, "desktop");
        grace((int) GRACE.toSeconds());
    }

    private void grace(int seconds) {
        scenario.property("cloudnotify.grace", Integer.toString(seconds));
    }

    /** Alice does something at the desktop, and the server has seen it. Returns when, at the earliest. */
    private long does(RawClient at, String content) {
        long now = System.nanoTime();
        String id = XmppClient.newId();
        at.send("<message to='" + bob.jid() + "' type='chat' id='" + id + "'>" + content + "</message>");
        bob.received().await(stanza -> id.equals(stanza.attributeValue("id")), XmppClient.PATIENCE);
        return now;
    }

    /** Somebody writes, and the server has routed it. */
    private String writes(RawClient who, String text) {
        String id = who.chat(phone.jid(), text);
        who.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + scenario.server().domain()
            + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        return id;
    }

    private static Duration since(long begin, Push push) {
        return Duration.ofNanos(push.arrivalNanos() - begin);
    }

    @Test
    void whatComesMeanwhileWaitsUntilNothingWasDoneForThatLong() {
        long typed = does(desktop, "<composing " + STATES);
        writes(bob, "one");
        writes(bob, "two");
        Push push = service.awaitPush(GRACE.plusSeconds(30));
        assertEquals(2, push.messageCount());
        assertTrue(since(typed, push).compareTo(GRACE) >= 0, () -> "after " + since(typed, push));
        service.assertNoPushWithin(Devices.SILENCE);
        // Now nobody is at any device.
        writes(bob, "three");
        assertEquals(3, service.awaitPush().messageCount());
        scenario.assertNoWarnings();
    }

    @Test
    void whatClientsSendByThemselvesIsNoUse() {
        grace(300);
        does(desktop, "<received xmlns='urn:xmpp:receipts' id='1'/>");
        does(desktop, "<gone " + STATES);
        writes(bob, "at once");
        service.awaitPush();
        does(desktop, "<active " + STATES);
        writes(bob, "later");
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void callsNeverWait() {
        grace(300);
        does(desktop, "<body>Hi</body>");
        writes(bob, "waits");
        bob.send("<message to='" + alice.jid() + "' type='chat' id='" + XmppClient.newId() + "'><propose xmlns='urn:xmpp:jingle-message:0'"
            + " id='c1'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose></message>");
        service.awaitPush();
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void whatIsReadMeanwhileIsNotPushed() {
        does(desktop, "<active " + STATES);
        String first = writes(bob, "read");
        long read = does(desktop, "<displayed xmlns='urn:xmpp:chat-markers:0' id='" + first + "'/>");
        RawClient carol = scenario.online(scenario.raw(scenario.user("carol"), "desktop"));
        writes(carol, "not read");
        Push push = service.awaitPush(GRACE.plusSeconds(30));
        assertEquals(1, push.messageCount());
        assertTrue(since(read, push).compareTo(GRACE) >= 0, () -> "after " + since(read, push));
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void aDeviceThatComesBackNeedsNoPush() {
        does(desktop, "<body>Hi</body>");
        writes(bob, "for the phone");
        Devices.resume(phone);
        phone.awaitMessage("for the phone");
        new Devices(scenario, service).quiet(phone);
        service.assertNoPushWithin(GRACE.plus(Devices.SILENCE));
        scenario.detach(phone);
        writes(bob, "anew");
        assertEquals(1, service.awaitPush().messageCount());
    }

    @Test
    void itsOwnUseAndThatOfADeviceThatIsGoneAreNone() {
        grace(300);
        does(desktop, "<body>Hi</body>");
        scenario.leave(desktop);
        writes(bob, "at once");
        service.awaitPush();
        Devices.resume(phone);
        does(phone, "<body>Hi</body>");
        new Devices(scenario, service).hibernate(phone);
        writes(bob, "at once, too");
        service.awaitPush();
    }

    @Test
    void usersChooseForThemselves() {
        grace(300);
        assertEquals("", field("grace"));
        assertEquals("error", submit("grace", "301"));
        assertEquals("error", submit("grace", "soon"));
        assertEquals("info", submit("grace", "0"));
        assertEquals("0", field("grace"));
        does(desktop, "<body>Hi</body>");
        writes(bob, "at once");
        service.awaitPush();
        assertEquals("info", submit("grace", ""));
        assertEquals("", field("grace"));
        does(desktop, "<body>Hi</body>");
        writes(bob, "as for all");
        service.assertNoPushWithin(Devices.SILENCE);
        assertEquals("info", submit("hide", "1"), "which leaves the other as it is");
        scenario.assertNoWarnings();
    }

    private Element command(String content) {
        return desktop.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + scenario.server().domain() + "'><command"
            + " xmlns='http://jabber.org/protocol/commands' node='urn:cloudnotify:commands#privacy'>" + content + "</command></iq>")
            .element("command");
    }

    private String submit(String field, String value) {
        return command("<x xmlns='jabber:x:data' type='submit'><field var='" + field + "'><value>" + value + "</value></field></x>")
            .element("note").attributeValue("type");
    }

    private String field(String name) {
        for (Object each : command("").element("x").elements("field")) {
            Element field = (Element) each;
            if (name.equals(field.attributeValue("var"))) {
                return field.elementText("value");
            }
        }
        throw new AssertionError("No field " + name);
    }

    @Test
    void whatWaitsOutlivesAReloadAndARestart() {
        ServerConfig config = ServerConfig.usual().named("grace").property("cloudnotify.grace", "30");
        try (TestServer server = TestServer.start(config); Scenario own = new Scenario(server)) {
            PushService push = own.pushService("push");
            Devices devices = new Devices(own, push);
            TestUser user = own.user("alice");
            RawClient away = devices.phone(user, "phone");
            devices.hibernate(away);
            RawClient writer = own.online(own.raw(own.user("bob"), "desktop"));
            RawClient other = devices.desktop(user, "desktop");
            String id = UUID.randomUUID().toString();
            other.send("<message to='" + writer.jid() + "' type='chat' id='" + id + "'><body>Hi</body></message>");
            writer.received().await(stanza -> id.equals(stanza.attributeValue("id")), XmppClient.PATIENCE);
            writer.chat(away.jid(), "waits");
            own.await("it is kept", () -> waiting(own).size() == 1, Duration.ofSeconds(30));
            assertEquals("GRACE", waiting(own).get(0).get("waitsfor"));
            own.control().plugins().unload("cloudnotify");
            own.control().plugins().load("cloudnotify");
            push.assertNoPushWithin(Duration.ofMillis(1));
            push.disconnect();
            server.restart();
            push.connect();
            assertEquals(1, push.awaitPush(Duration.ofSeconds(60)).messageCount());
            own.await("nothing is kept", () -> waiting(own).isEmpty(), Duration.ofSeconds(30));
        }
    }

    private static List<Map<String, String>> waiting(Scenario own) {
        return own.control().database().query("SELECT waitsFor FROM ofCloudNotifyWaiting");
    }
}
