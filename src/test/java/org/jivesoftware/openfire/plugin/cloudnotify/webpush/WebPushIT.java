package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.Leftovers;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** From the command to the decrypted push, on a real server; its JVM trusts the receiver's certificate. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebPushIT extends WebPushRoom {

    /** Before anybody switched it on. */
    @Test
    @Order(1)
    void itIsOffUntilAnAdministratorDecides() {
        // 4.7 tells only clients that have sent presence that nobody is at the service's address.
        scenario.online(tab);
        assertFalse(asked(tab, "get", server.domain(), "<query xmlns='" + ITEMS + "'/>").asXML().contains(service));
        assertEquals("error", command(tab, "").attributeValue("type"));
        assertEquals("error", tab.enablePush(service, "web+https://push.example.net/AAAA", "").attributeValue("type"));
        assertEquals(Map.of(), server.control().properties().startingWith("cloudnotify.vapid"), "no key is made");
        assertEquals(List.of(), server.control().plugins().threads("cloudnotify").stream().filter(name -> name.contains("-web")).toList());
    }

    @Test
    void aBrowserThatIsAwayGetsEachMessageOnce() throws Exception {
        on();
        enabled(register(tab, "once"));
        scenario.leave(tab);
        bob.chat(alice.jid(), "Hello \ud83d\ude00");
        PushReceiver.Got push = receiver.await();
        assertEquals("once", push.path());
        assertEquals("Hello \ud83d\ude00", push.text().get("message").getAsString());
        assertEquals(bob.bareJid(), push.text().get("sender").getAsString());
        assertEquals(1, push.text().get("unread").getAsInt());
        assertEquals("high", push.urgency());
        bob.chat(alice.jid(), "again");
        PushReceiver.Got second = receiver.await();
        assertEquals("again", second.text().get("message").getAsString());
        assertEquals(2, second.text().get("unread").getAsInt());
        assertEquals(push.topic(), second.topic());
        assertEquals(0, receiver.left());
        assertEquals(List.of(), receiver.wrong());
        scenario.assertNoWarnings();
    }

    @Test
    void whatIsRegisteredOutlivesAReloadAndARestart() throws Exception {
        // Beyond the end of the server, which undoing would not reach.
        server.control().properties().set(ALLOWED, "localhost:" + receiver.port());
        server.control().properties().set(SWITCH, "true");
        try {
            enabled(register(tab, "restart"));
            scenario.leave(tab);
            bob.chat(alice.jid(), "before the reload");
            assertEquals("before the reload", receiver.await().text().get("message").getAsString());
            Leftovers leftovers = server.control().plugins().unload("cloudnotify");
            assertEquals(List.of(), leftovers.threads());
            assertTrue(leftovers.classLoaderCollected(), leftovers::toString);
            server.control().plugins().load("cloudnotify");
            bob.chat(alice.jid(), "after the reload");
            assertEquals("after the reload", receiver.await().text().get("message").getAsString());
            server.restart();
            RawClient again = scenario.raw(scenario.user("carol"), "desk");
            again.chat(alice.jid(), "after the restart");
            assertEquals("after the restart", receiver.await().text().get("message").getAsString());
            assertEquals(0, receiver.left());
        } finally {
            server.control().properties().set(SWITCH, "false");
            server.control().properties().set(ALLOWED, "");
        }
    }

    @Test
    void theServiceIsFoundAndSaysWhatItIs() {
        on();
        scenario.await("the server lists the service",
            () -> asked(tab, "get", server.domain(), "<query xmlns='" + ITEMS + "'/>").asXML().contains(service));
        String info = asked(tab, "get", service, "<query xmlns='" + INFO + "'/>").asXML();
        assertTrue(info.contains("category=\"pubsub\"") && info.contains("type=\"push\"") && info.contains("urn:xmpp:push:0")
            && info.contains("application-server-key"), info);
        String commands = asked(tab, "get", service, "<query xmlns='" + ITEMS + "' node='http://jabber.org/protocol/commands'/>").asXML();
        assertTrue(commands.contains("register-push-web"), commands);
        assertEquals("not-allowed", condition(asked(tab, "set", service,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='x'>"
            + "<item/></publish></pubsub>")));
        assertEquals("service-unavailable", condition(asked(tab, "get", service, "<query xmlns='jabber:iq:version'/>")));
        server.control().properties().set(SWITCH, "false");
        // 4.7 tells only clients that have sent presence that nobody is at the service's address.
        scenario.online(tab);
        assertFalse(asked(tab, "get", server.domain(), "<query xmlns='" + ITEMS + "'/>").asXML().contains(service));
        assertEquals("error", command(tab, "").attributeValue("type"));
    }

    @Test
    void aNodeIsItsUsersAndNeedsItsSecret() {
        on();
        Registered registered = register(tab, "secret");
        assertEquals("forbidden", condition(enable(tab, registered, "guessed")));
        assertEquals("forbidden", condition(tab.enablePush(service, registered.node(), "")));
        RawClient mallory = scenario.raw(scenario.user("mallory"), "tab");
        assertEquals("item-not-found", condition(enable(mallory, registered, registered.secret())));
        String end = registered.node().endsWith("A") ? "B" : "A";
        assertEquals("item-not-found", condition(enable(tab, new Registered(service,
            registered.node().substring(0, registered.node().length() - 1) + end, ""), registered.secret())));
        assertEquals("item-not-found", condition(tab.enablePush(service, "a-node", "")));
        assertEquals("item-not-found", condition(tab.enablePush("push.elsewhere.example", registered.node(), "")));
        enabled(registered);
        assertEquals(registered, register(tab, "secret"), "the same endpoint is the same node");
    }

    @Test
    void oneEndpointIsRegisteredOnce() throws Exception {
        on();
        Registered first = register(tab, "twice");
        enabled(first);
        // The same endpoint with other keys.
        String key = value(command(tab, ""), "application-server-key");
        Browser other = Browser.fresh();
        Element answer = given(tab, receiver.subscribe("twice", other, key), other);
        Registered second = new Registered(service, value(answer, "node"), value(answer, "secret"));
        assertNotEquals(first.node(), second.node());
        enabled(second);
        scenario.leave(tab);
        bob.chat(alice.jid(), "one");
        assertEquals("one", receiver.await().text().get("message").getAsString());
        bob.chat(alice.jid(), "two");
        assertEquals("two", receiver.await().text().get("message").getAsString());
        assertEquals(0, receiver.left());
        assertEquals(List.of(), receiver.wrong());
    }

    @Test
    void theServerIsNobodysWayIntoItsNetwork() {
        on();
        for (String endpoint : List.of("https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x", "https://10.1.2.3/x",
            "https://169.254.169.254/latest/meta-data", "https://[::ffff:127.0.0.1]/x", "https://2130706433/x", "https://1.1.1.1:25/x")) {
            assertEquals("not-allowed", condition(given(tab, endpoint, browser)), endpoint);
        }
        for (String endpoint : List.of("http://push.example.net/x", "https://user@push.example.net/x", "https://push.example.net/#x",
            "x")) {
            assertEquals("bad-request", condition(given(tab, endpoint, browser)), endpoint);
        }
        assertEquals("bad-request", condition(command(tab, "<x xmlns='jabber:x:data' type='submit'>" + field("endpoint",
            "https://a.example/")
            + field("p256dh", "AAAA") + field("auth", "AAAA") + "</x>")));
        // The control: what is allowed is registered.
        register(tab, "control");
    }

    @Test
    void whatIsSwitchedOffOrDeniedIsNotPushedTo() throws Exception {
        on();
        enabled(register(tab, "off"));
        scenario.leave(tab);
        server.control().properties().set(SWITCH, "false");
        bob.chat(alice.jid(), "unheard");
        awaitDenied(1);
        server.control().properties().set(SWITCH, "true");
        scenario.property("cloudnotify.services.denied", "localhost");
        bob.chat(alice.jid(), "denied");
        awaitDenied(2);
        server.control().properties().set("cloudnotify.services.denied", "");
        bob.chat(alice.jid(), "heard");
        assertEquals("heard", receiver.await().text().get("message").getAsString());
        assertEquals(0, receiver.left());
    }

    /** As Borogove's SDK asks; whatever relay it names, its endpoint can be pushed to from here. */
    @Test
    void aClientOfPush2GetsTheMessageInAnEnvelope() throws Exception {
        on();
        assertTrue(asked(tab, "get", tab.bareJid(), "<query xmlns='" + INFO + "'/>").asXML().contains("urn:xmpp:push2:0"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        String publicKey = Base64.getUrlEncoder().withoutPadding().encodeToString(P256.bytes((ECPublicKey) pair.getPublic()));
        receiver.subscribe("push2", browser, publicKey);
        Element answer = push2("push2", "<jwt-alg>ES256</jwt-alg><jwt-key>"
            + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "</jwt-key><jwt-claim name='aud'>https://localhost:" + receiver.port() + "</jwt-claim>");
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
        scenario.leave(tab);
        bob.chat(alice.jid(), "Hello & good-bye");
        PushReceiver.Got push = receiver.await();
        assertEquals("push2", push.path());
        Element envelope = DocumentHelper.parseText(push.plain()).getRootElement();
        Element message = envelope.element("content").element("forwarded").element("message");
        assertEquals("Hello & good-bye", message.elementText("body"));
        assertEquals(bob.bareJid(), message.attributeValue("from"));
        RawClient again = scenario.raw(alice, "tab");
        assertEquals("result", asked(again, "set", again.bareJid(), "<disable xmlns='urn:xmpp:push2:0'/>").attributeValue("type"));
        assertEquals("[]", server.control().database().query("SELECT regID FROM ofCloudNotify WHERE username = ?",
            alice.name()).toString());
        String key = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        assertEquals("not-allowed", condition(asked(again, "set", again.bareJid(),
            push2Request("https://localhost/x", "<jwt-alg>ES256</jwt-alg><jwt-key>" + key + "</jwt-key>"))));
        assertEquals(List.of(), receiver.wrong());
    }

    @Test
    void keysAreKeptAsSecrets() {
        on();
        register(tab, "keys");
        for (String name : List.of("cloudnotify.vapid-key", "cloudnotify.endpoint-key")) {
            String inUse = server.control().properties().get(name);
            Map<String, String> row = server.control().database().query("SELECT * FROM ofProperty WHERE name = ?", name).get(0);
            assertNotEquals(inUse, row.get("propvalue"), name);
            assertEquals("1", row.get("encrypted"), row.keySet()::toString);
        }
    }
}
