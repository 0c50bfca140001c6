package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Push 2.0 by a relay, on a real server: a component that is told by messages. */
@IntegrationTest
class RelayIT {

    private static final String CONTENTLESS = "<send xmlns='urn:xmpp:push2:send:notify-only:0'/>";

    private static final int AWAY = 8;

    private final Browser app = Browser.fresh();
    private Scenario scenario;
    private TestUser alice;
    private RawClient phone;
    private RawClient bob;
    private PushService relay;

    @BeforeEach
    void begin(TestServer server) {
        scenario = new Scenario(server);
        alice = scenario.user("alice");
        phone = scenario.raw(alice, "phone");
        bob = scenario.online(scenario.raw(scenario.user("bob"), "desk"));
        relay = scenario.pushService("relay");
        scenario.property("cloudnotify.web-push", "true");
    }

    @AfterEach
    void end() {
        scenario.close();
    }

    private String encrypting() {
        return "<send xmlns='urn:xmpp:push2:send:sce+rfc8291+rfc8292:0'><ua-public>" + app.p256dh() + "</ua-public><auth-secret>"
            + app.auth() + "</auth-secret></send>";
    }

    private Element enable(RawClient who, String client, String send) {
        return who.request("<iq type='set' to='" + who.bareJid() + "' id='" + XmppClient.newId()
            + "'><enable xmlns='urn:xmpp:push2:0'><service>" + relay.jid() + "</service><client>" + client
            + "</client><match profile='urn:xmpp:push2:match:important'>" + send + "</match></enable></iq>");
    }

    private void enabled(String client, String send) {
        Element answer = enable(phone, client, send);
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
    }

    private static boolean isMessage(Element stanza) {
        return stanza.getName().equals("message");
    }

    private Element told() {
        // Newer servers ask components for their version.
        Element message = relay.others().await(RelayIT::isMessage, XmppClient.PATIENCE);
        assertEquals(scenario.server().domain(), message.attributeValue("from"));
        return message;
    }

    private void answer(Element message, String type, String condition) {
        relay.send("<message type='error' id='" + message.attributeValue("id") + "' from='" + relay.jid() + "' to='"
            + message.attributeValue("from") + "'><error type='" + type + "'><" + condition
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
    }

    private String row(String column) {
        List<Map<String, String>> rows = scenario.control().database().query("SELECT * FROM ofCloudNotify WHERE username = ?",
            alice.name());
        return rows.isEmpty() ? null : rows.get(0).get(column.toLowerCase(Locale.ROOT));
    }

    @Test
    void aRelayIsToldThatThereIsSomething() {
        enabled("token-1", CONTENTLESS);
        scenario.leave(phone);
        bob.chat(alice.jid(), "Hello");
        Element notification = told().element("notification");
        assertEquals("urn:xmpp:push2:0", notification.getNamespaceURI());
        assertEquals("token-1", notification.elementText("client"));
        assertEquals("normal", notification.elementText("priority"));
        assertNull(notification.element("encrypted"));
        assertFalse(notification.asXML().contains("Hello"));
        bob.send("<message to='" + alice.jid() + "' type='chat'><propose xmlns='urn:xmpp:jingle-message:0' id='call-1'>"
            + "<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose></message>");
        Element rings = told().element("notification");
        assertEquals("high", rings.elementText("priority"));
        assertNotNull(rings.element("voip"));
        scenario.assertNoWarnings();
    }

    @Test
    void onlyTheAppReadsWhatIsSaid() throws DocumentException {
        enabled("token-2", encrypting());
        scenario.leave(phone);
        bob.send("<message to='" + alice.jid() + "' type='chat' id='m-1'><body>Hello &amp; good-bye</body></message>");
        Element message = told();
        assertFalse(message.asXML().contains("Hello"));
        Element said = said(message);
        assertEquals("Hello & good-bye", said.elementText("body"));
        assertEquals(bob.bareJid(), said.attributeValue("from"));
        assertEquals("m-1", said.attributeValue("id"));
        scenario.assertNoWarnings();
    }

    private Element said(Element message) throws DocumentException {
        String payload = message.element("notification").element("encrypted").elementText("payload");
        return DocumentHelper.parseText(app.read(Base64.getDecoder().decode(payload))).getRootElement().element("content")
            .element("forwarded").element("message");
    }

    /** They come back in any order, as soon as it connects. */
    @Test
    void whatCameWhileARelayWasAwayIsToldByTheLastOfIt() throws DocumentException {
        enabled("token-7", encrypting());
        scenario.leave(phone);
        scenario.disconnect(relay);
        for (int i = 1; i <= AWAY; i++) {
            bob.chat(alice.jid(), "while away " + i);
        }
        scenario.await("all were sent in vain", () -> scenario.server().log().since(scenario.logMark(),
            "org.jivesoftware.openfire.plugin.cloudnotify").stream()
            .filter(line -> line.text().contains("PUSHED for user " + alice.name() + ",")).count() == AWAY);
        relay.connect();
        String last;
        do {
            last = said(told()).elementText("body");
        } while (!("while away " + AWAY).equals(last));
        scenario.assertNoWarnings();
    }

    /** Nobody got it, so it is kept, though nobody has said so yet. */
    @Test
    void whatCameWhileARelayWasAwayOutlivesThePlugin() throws DocumentException {
        enabled("token-8", encrypting());
        scenario.leave(phone);
        scenario.disconnect(relay);
        bob.chat(alice.jid(), "first");
        bob.chat(alice.jid(), "second");
        // One after the other: when the second is pushed, the first has been sent.
        scenario.await("both were pushed", () -> scenario.server().log().since(scenario.logMark(),
            "org.jivesoftware.openfire.plugin.cloudnotify").stream()
            .filter(line -> line.text().contains("PUSHED for user " + alice.name() + ",")).count() == 2);
        scenario.control().plugins().unload("cloudnotify");
        scenario.control().plugins().load("cloudnotify");
        relay.connect();
        // What waits in the database is kept without what it says.
        assertEquals("New Message!", said(told()).elementText("body"));
        scenario.assertNoWarnings();
    }

    /** Three in a row say that the device is gone; what one says of itself counts, and what another says does not. */
    @Test
    void errorsAreAnswers() {
        enabled("token-3", CONTENTLESS);
        scenario.leave(phone);
        for (int i = 1; i <= 3; i++) {
            bob.chat(alice.jid(), "message " + i);
            answer(told(), "cancel", "item-not-found");
            int errors = i;
            scenario.await("error " + i + " is counted", () -> String.valueOf(errors).equals(row("goneCount")));
        }
        scenario.await("it is disabled", () -> row("disabledDate") != null);
        RawClient again = scenario.raw(alice, "phone");
        assertEquals("result", enable(again, "token-3", CONTENTLESS).attributeValue("type"));
        assertNull(row("disabledDate"));
        scenario.leave(again);
        bob.chat(alice.jid(), "heard");
        assertEquals("token-3", told().element("notification").elementText("client"));
        scenario.assertNoWarnings();
    }

    @Test
    void aClientHasOneRegistrationAndCanEndIt() {
        enabled("token-4", CONTENTLESS);
        enabled("token-5", encrypting());
        assertEquals(1, scenario.control().database().query("SELECT regID FROM ofCloudNotify WHERE username = ?", alice.name()).size());
        String ended = phone.request("<iq type='set' id='" + XmppClient.newId() + "'><disable xmlns='urn:xmpp:push2:0'/></iq>")
            .attributeValue("type");
        assertEquals("result", ended);
        assertTrue(scenario.control().database().query("SELECT regID FROM ofCloudNotify WHERE username = ?", alice.name()).isEmpty());
    }

    @Test
    void switchedOffAndDeniedRelaysAreToldNothing() {
        scenario.property("cloudnotify.services.denied", relay.jid());
        assertEquals("error", enable(phone, "token-6", CONTENTLESS).attributeValue("type"));
        scenario.property("cloudnotify.services.denied", "");
        enabled("token-6", CONTENTLESS);
        scenario.leave(phone);
        scenario.property("cloudnotify.web-push", "false");
        bob.chat(alice.jid(), "unheard");
        scenario.await("not pushed", () -> scenario.server().log().since(scenario.logMark(),
            "org.jivesoftware.openfire.plugin.cloudnotify").stream()
            .anyMatch(line -> line.text().contains("SERVICE_DENIED for user " + alice.name() + ",")));
        scenario.property("cloudnotify.web-push", "true");
        bob.chat(alice.jid(), "heard");
        assertNotNull(told());
        assertEquals(List.of(), relay.others().open().stream().filter(RelayIT::isMessage).toList());
    }
}
