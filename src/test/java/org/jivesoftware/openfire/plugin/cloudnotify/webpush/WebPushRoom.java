package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own with a receiver that is as strict as the standards, and what clients ask the push service. */
abstract class WebPushRoom {

    static final String INFO = "http://jabber.org/protocol/disco#info";
    static final String ITEMS = "http://jabber.org/protocol/disco#items";
    static final String SWITCH = "cloudnotify.web-push";
    static final String ALLOWED = "cloudnotify.allowed-web-push";

    @TempDir
    static Path folder;
    static TestServer server;
    static PushReceiver receiver;
    static String service;

    final Browser browser = Browser.fresh();
    Scenario scenario;
    TestUser alice;
    RawClient tab;
    RawClient bob;

    /** What the command gives. */
    record Registered(String jid, String node, String secret) {
    }

    @BeforeAll
    static void start() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        receiver = new PushReceiver(certificate);
        server = TestServer.start(ServerConfig.usual().named("webpush").jvm("-Djavax.net.ssl.trustStore=" + certificate.trustStore(),
            "-Djavax.net.ssl.trustStorePassword=" + TestCertificate.PASSWORD, "-Djavax.net.ssl.trustStoreType=PKCS12"));
        service = "push." + server.domain();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        receiver.close();
    }

    @BeforeEach
    void begin() {
        scenario = new Scenario(server);
        alice = scenario.user("alice");
        tab = scenario.raw(alice, "tab");
        bob = scenario.online(scenario.raw(scenario.user("bob"), "desk"));
    }

    @AfterEach
    void end() {
        scenario.close();
    }

    void on() {
        scenario.property(ALLOWED, "localhost:" + receiver.port());
        scenario.property(SWITCH, "true");
    }

    static Element asked(RawClient who, String type, String to, String payload) {
        return who.request("<iq type='" + type + "' to='" + to + "' id='" + XmppClient.newId() + "'>" + payload + "</iq>");
    }

    static Element command(RawClient who, String form) {
        return asked(who, "set", service, "<command xmlns='http://jabber.org/protocol/commands' node='register-push-web' action='"
            + (form.isEmpty() ? "execute" : "complete") + "'>" + form + "</command>");
    }

    static Element given(RawClient who, String endpoint, Browser browser) {
        return command(who, "<x xmlns='jabber:x:data' type='submit'>" + field("endpoint", endpoint) + field("p256dh", browser.p256dh())
            + field("auth", browser.auth()) + "</x>");
    }

    static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    static String value(Element answer, String name) {
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
        for (Object each : answer.element("command").element("x").elements("field")) {
            if (name.equals(((Element) each).attributeValue("var"))) {
                return ((Element) each).elementText("value");
            }
        }
        throw new AssertionError("no " + name + " in " + answer.asXML());
    }

    static String condition(Element answer) {
        assertEquals("error", answer.attributeValue("type"), answer::asXML);
        return ((Element) answer.element("error").elements().get(0)).getName();
    }

    Registered register(RawClient who, String path) {
        String key = value(command(who, ""), "application-server-key");
        Element answer = given(who, receiver.subscribe(path, browser, key), browser);
        return new Registered(value(answer, "jid"), value(answer, "node"), value(answer, "secret"));
    }

    static Element enable(RawClient who, Registered registered, String secret) {
        return who.enablePush(registered.jid(), registered.node(), "<x xmlns='jabber:x:data' type='submit'>"
            + field("FORM_TYPE", "http://jabber.org/protocol/pubsub#publish-options") + field("secret", secret) + "</x>");
    }

    void enabled(Registered registered) {
        Element answer = enable(tab, registered, registered.secret());
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
    }

    /** It is decided a moment after it was stored. */
    void awaitDenied(int count) {
        scenario.await(count + " not pushed", () -> server.log().since(scenario.logMark(),
            "org.jivesoftware.openfire.plugin.cloudnotify").stream()
            .filter(line -> line.text().contains("SERVICE_DENIED for user " + alice.name() + ",")).count() >= count);
    }

    Element push2(String path, String more) {
        return asked(tab, "set", tab.bareJid(), push2Request("https://localhost:" + receiver.port() + "/" + path, more));
    }

    String push2Request(String client, String more) {
        return "<enable xmlns='urn:xmpp:push2:0'><service>relay.example</service><client>" + client + "</client>"
            + "<match profile='urn:xmpp:push2:match:important'><send xmlns='urn:xmpp:push2:send:sce+rfc8291+rfc8292:0'><ua-public>"
            + browser.p256dh() + "</ua-public><auth-secret>" + browser.auth() + "</auth-secret>" + more + "</send></match></enable>";
    }
}
