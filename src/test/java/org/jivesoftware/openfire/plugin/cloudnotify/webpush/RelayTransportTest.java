package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.io.XMPPPacketReader;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RelayedClient;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallSignal;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.MessageIds;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError.Condition;

/** What relays of Push 2.0 are told, as they read it; and who is registered at one. */
class RelayTransportTest {

    private static final String CONTENTLESS = "<send xmlns='urn:xmpp:push2:send:notify-only:0'/>";
    private static final String ENCRYPTED = "urn:xmpp:sce:rfc8291:0";

    private final WebPush web = new WebPush(new Settings(new FakeProperties()), new WebPushKeys(new VapidTest.MemorySecrets(),
        new SecureRandom()), InetAddress::getAllByName, "chat.example", Clock.systemUTC());
    private final Push2Protocol protocol = new Push2Protocol(new JID("push.chat.example"), web, () -> null);
    private final List<Message> sent = new ArrayList<>();
    private final RelayTransport transport = new RelayTransport(web, new SecureRandom(), (message, timeout, answer) -> {
        sent.add(message);
        answer.accept(Reply.RESULT);
    });
    private final Browser app = Browser.fresh();

    private String encrypting(String more) {
        return "<send xmlns='urn:xmpp:push2:send:sce+rfc8291+rfc8292:0'><ua-public>" + app.p256dh() + "</ua-public><auth-secret>"
            + app.auth() + "</auth-secret>" + more + "</send>";
    }

    private PushRequest.Enable enable(String service, String client, String profile, String send) throws Refusal {
        try {
            return ((PushRequest.Instead) protocol.read(DocumentHelper.parseText("<enable xmlns='urn:xmpp:push2:0'>"
                + (service.isEmpty() ? "" : "<service>" + service + "</service>") + "<client>" + client + "</client>"
                + "<match profile='urn:xmpp:push2:match:" + profile + "'>" + send + "</match></enable>").getRootElement(),
                new JID("alice@chat.example/phone"))).enable();
        } catch (DocumentException e) {
            throw new AssertionError(e);
        }
    }

    private Registration registered(String client, String send) throws Refusal {
        return registration(enable("relay.example", client, "important", send));
    }

    private static Registration registration(PushRequest.Enable enable) {
        Wishes wishes = enable.wishes();
        return new Registration(new RegistrationKey("alice", enable.service(), enable.node()), enable.options(),
            Wishes.read(wishes == null ? null : wishes.stored()), "phone", null, null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
    }

    private Element told(Registration registration, Trigger trigger, boolean important, Letter letter) {
        List<Reply> replies = new ArrayList<>();
        boolean call = trigger == Trigger.CALL;
        Push push = new Push(registration, registration.key(), new Cause(trigger, call, important, 0, 0, null, List.of(), List.of(), null),
            new Summary(1, null, null, "New Message!"), letter, 1);
        assertTrue(transport.takes(registration.key().destination()));
        transport.send("id", push, Duration.ofMinutes(1), replies::add);
        assertEquals(List.of(Reply.RESULT), replies);
        Message message = sent.remove(0);
        assertEquals("relay.example", message.getTo().toString());
        assertEquals("chat.example", message.getFrom().toString());
        // As the relay reads it.
        try {
            Element notification = DocumentHelper.parseText(message.toXML()).getRootElement().element("notification");
            notification.elements().forEach(child -> assertTrue(((Element) child).getNamespaceURI().equals("urn:xmpp:push2:0")
                || ((Element) child).getNamespaceURI().equals(ENCRYPTED), notification::asXML));
            return notification;
        } catch (DocumentException e) {
            throw new AssertionError(e);
        }
    }

    private Element decrypted(Element notification) throws DocumentException {
        Element encrypted = notification.element("encrypted");
        assertEquals(ENCRYPTED, encrypted.getNamespaceURI());
        Element envelope = DocumentHelper.parseText(app.read(Base64.getDecoder().decode(encrypted.elementText("payload"))))
            .getRootElement();
        return envelope.element("content").element("forwarded").element("message");
    }

    @Test
    void who_only_wants_to_be_told_that_there_is_something_is_told_no_more() throws Exception {
        Registration phone = registered("opaque & <token>".replace("&", "&amp;").replace("<", "&lt;"), CONTENTLESS);
        Element told = told(phone, Trigger.OFFLINE, true, null);
        assertEquals("opaque & <token>", told.elementText("client"));
        assertEquals("normal", told.elementText("priority"));
        assertEquals(2, told.elements().size(), told::asXML);
        assertEquals("low", told(phone, Trigger.HIBERNATED, false, null).elementText("priority"));
        Element rings = told(phone, Trigger.CALL, true, null);
        assertEquals("high", rings.elementText("priority"));
        assertNotNull(rings.element("voip"));
        assertFalse(new AppFeatures().sealed(phone));
        assertNull(told(phone, Trigger.CALL_END, false, null).element("voip"), "it would ring once more");
        Letter over = new Letter(0, "bob@chat.example/desk", false, null, null, new CallSignal(CallSignal.Kind.RETRACT, "c1"));
        assertNull(told(phone, Trigger.CALL_END, false, over).element("voip"), "nor where there were something to say");
    }

    @Test
    void what_other_plugins_add_goes_along() throws Exception {
        Registration phone = registered("token", CONTENTLESS);
        Element added = DocumentHelper.createElement("odd");
        transport.send("id", new Push(phone, new Cause(Trigger.OFFLINE, false, true, 0, 0, null, List.of(added), List.of(), null),
            new Summary(1, null, null, null)), Duration.ofMinutes(1), reply -> { });
        assertNotNull(sent.get(0).getElement().element("notification").element("odd"));
        assertNull(added.getParent(), "a copy, since there may be more to push to");
    }

    @Test
    void only_the_app_can_read_what_is_said() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Registration phone = registered("https://api.push.apple.example/3/device/0#org.example.app", encrypting(
            "<jwt-alg>ES256</jwt-alg><jwt-key>" + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()) + "</jwt-key>"
            + "<jwt-claim name='aud'>https://push.example</jwt-claim><jwt-claim name='sub'>mailto:app@example.net</jwt-claim>"
            + "<jwt-claim name='odd \"name\\'>a\\b\"c</jwt-claim><jwt-claim name='exp'>1</jwt-claim>"));
        assertTrue(new AppFeatures().sealed(phone));
        MessageIds ids = new MessageIds("m1", List.of(new MessageIds.Given("alice@chat.example", "a1")));
        Element told = told(phone, Trigger.OFFLINE, true, new Letter(1, "bob@chat.example", false, null, "Hi", null, ids));
        Element message = decrypted(told);
        assertEquals("Hi", message.elementText("body"));
        assertEquals("bob@chat.example", message.attributeValue("from"));
        assertEquals("m1", message.attributeValue("id"));
        assertEquals("a1", message.element("stanza-id").attributeValue("id"));
        assertFalse(told.asXML().contains("bob"));
        byte[] point = P256.bytes((ECPublicKey) pair.getPublic());
        assertEquals(Base64.getEncoder().encodeToString(point), told.element("jwt").attributeValue("key"));
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(point);
        JsonObject claims = Tokens.verified("vapid t=" + told.elementText("jwt") + ", k=" + key, key);
        String payload = new String(Base64.getUrlDecoder().decode(told.elementText("jwt").split("\\.")[1]), StandardCharsets.UTF_8);
        assertEquals(2, payload.split("\"exp\"", -1).length, "who reads the first of two must not find the client's");
        assertEquals("https://push.example", claims.get("aud").getAsString());
        assertEquals("mailto:app@example.net", claims.get("sub").getAsString());
        assertEquals("a\\b\"c", claims.get("odd \"name\\").getAsString());
        assertTrue(claims.get("exp").getAsLong() > Instant.now().getEpochSecond());
        assertFalse((phone + " " + phone.wishes()).contains(app.auth()), "keys show nowhere");
    }

    @Test
    void without_a_key_nothing_is_signed_and_a_call_that_ends_is_urgent() throws Exception {
        Registration phone = registered("token", encrypting(""));
        Element told = told(phone, Trigger.CALL_END, false, new Letter(0, "bob@chat.example/desk", false, null, null,
            new CallSignal(CallSignal.Kind.RETRACT, "c1")));
        assertNull(told.element("jwt"));
        assertEquals("high", told.elementText("priority"));
        assertEquals("c1", decrypted(told).element("retract").attributeValue("id"));
        Element elsewhere = told(phone, Trigger.CALL_END, false, new Letter(0, "alice@chat.example/desk", false, null, null,
            new CallSignal(CallSignal.Kind.ACCEPT, "c1")));
        assertNull(elsewhere.element("voip"));
        // A test push of an administrator's says what the form would.
        assertEquals("New Message!", decrypted(told(phone, Trigger.TEST, true, null)).elementText("body"));
    }

    @Test
    void which_clients_a_relay_pushes_to() throws Exception {
        assertInstanceOf(RelayedClient.class, registered("https://push.example.net/abc", CONTENTLESS).key().destination());
        assertFalse(registered("https://push.example.net/abc", encrypting("")).key().destination() instanceof RelayedClient,
            "an endpoint can be pushed to from here");
        RelayedClient fragment = assertInstanceOf(RelayedClient.class,
            registered("https://push.example.net/abc#topic", encrypting("")).key().destination());
        assertEquals("https://push.example.net/abc#topic", fragment.client());
        assertEquals("relay.example", fragment.service().name());
        assertFalse(RelayedClient.isNode(RelayedClient.node("")), "nobody");
        assertTrue(new AppFeatures().push2().importantOnly().asked(registered("token", CONTENTLESS)));
        assertFalse(new AppFeatures().push2().importantOnly()
            .asked(registration(enable("relay.example", "token", "all", CONTENTLESS))));
        for (String here : List.of("", "chat.example", "push.chat.example")) {
            assertEquals("push.chat.example", enable(here, "https://push.example.net/abc", "all", encrypting("")).service().toString());
            assertEquals(Condition.bad_request, refused(here, "token", encrypting("")), here);
            assertEquals(Condition.bad_request, refused(here, "https://push.example.net/abc", CONTENTLESS), here);
        }
        assertEquals(Condition.bad_request, refused("bob@chat.example", "token", CONTENTLESS), "a user is no relay");
        assertEquals(Condition.bad_request, refused("bob@chat.example", "https://push.example.net/abc", encrypting("")), "nor here");
        assertEquals(Condition.jid_malformed, refused("a@b@c", "token", CONTENTLESS));
        assertEquals(Condition.not_acceptable, refused("relay.example", "t".repeat(1_025), CONTENTLESS));
        assertEquals(Condition.bad_request, refused("relay.example", "token", encrypting("").replace(app.auth(), "AAAA")));
        assertEquals(Condition.bad_request, refused("relay.example", "token", encrypting("").replace(app.p256dh(), "")));
        assertEquals(Condition.not_acceptable, refused("relay.example", "token",
            encrypting("<jwt-claim name='a'>b</jwt-claim>".repeat(1) + "<jwt-claim name='" + "n".repeat(1_025) + "'/>")));
    }

    @Test
    void nobody_asks_for_more_than_there_may_be() throws Exception {
        String filter = "<filter jid='tea@rooms.example'/>";
        assertNotNull(registered("token", filter.repeat(1_000) + CONTENTLESS));
        assertEquals(Condition.not_acceptable, refused("relay.example", "token", filter.repeat(1_001) + CONTENTLESS));
        StringBuilder claims = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            claims.append("<jwt-claim name='c").append(i).append("'>v</jwt-claim>");
        }
        assertNotNull(registered("token", encrypting(claims.toString())));
        claims.append("<jwt-claim name='more'>v</jwt-claim>");
        assertEquals(Condition.not_acceptable, refused("relay.example", "token", encrypting(claims.toString())));
        assertNotNull(registered("token", encrypting("<jwt-claim name='c'>" + "v".repeat(1_024) + "</jwt-claim>")));
        assertEquals(Condition.not_acceptable, refused("relay.example", "token", encrypting("<jwt-claim name='c'>" + "v".repeat(1_025)
            + "</jwt-claim>")));
    }

    /** Openfire's parser lets it through as a character reference. A relay's would end the connection by which all are pushed to. */
    @Test
    void what_no_xml_can_hold_is_sent_to_no_relay() throws Exception {
        for (String reference : List.of("&#0;", "&#1;", "&#xFFFE;")) {
            Element request = new XMPPPacketReader().read(new StringReader("<enable xmlns='urn:xmpp:push2:0'>"
                + "<service>relay.example</service><client>to" + reference + "ken</client><match profile='urn:xmpp:push2:match:all'>"
                + CONTENTLESS + "</match></enable>"))
                .getRootElement();
            assertEquals(Condition.bad_request, assertThrows(Refusal.class,
                () -> protocol.read(request, new JID("alice@chat.example/phone"))).error().getCondition(), reference);
            request.element("client").setText("token");
            assertNotNull(protocol.read(request, new JID("alice@chat.example/phone")));
        }
    }

    private Condition refused(String service, String client, String send) {
        return assertThrows(Refusal.class, () -> enable(service, client, "important", send)).error().getCondition();
    }
}
