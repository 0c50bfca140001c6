package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallSignal;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.MessageIds;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;

/** Requests of Push 2.0 as clients write them, and as nobody should. */
class Push2ProtocolTest {

    private static final JID ALICE = new JID("alice@chat.example/app");
    private static final JID SERVICE = new JID("push.chat.example");

    private final WebPush web = new WebPush(new Settings(new FakeProperties()), new WebPushKeys(new VapidTest.MemorySecrets(),
        new SecureRandom()),
        InetAddress::getAllByName, "chat.example", Clock.systemUTC());
    private final Push2Protocol protocol = new Push2Protocol(SERVICE, web, () -> null);
    private final Browser browser = Browser.fresh();

    /** As Borogove's SDK writes it: base64 with padding, the relay that the app knows, and a match with all that can be in it. */
    private String request(String send, String filters) {
        return "<enable xmlns='urn:xmpp:push2:0'><service>relay.push.example</service><client>https://push.example.net/abc</client>"
            + "<match profile='urn:xmpp:push2:match:important'><grace>144</grace>" + filters
            + "<send xmlns='urn:xmpp:push2:send:sce+rfc8291+rfc8292:0'>" + send + "</send></match></enable>";
    }

    private String keys() {
        return "<ua-public>" + padded(browser.p256dh()) + "</ua-public><auth-secret>" + padded(browser.auth()) + "</auth-secret>";
    }

    private static String padded(String text) {
        return Base64.getEncoder().encodeToString(Base64.getUrlDecoder().decode(text));
    }

    private static KeyPair pair(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private PushRequest read(String xml) throws Refusal {
        try {
            return protocol.read(DocumentHelper.parseText(xml).getRootElement(), ALICE);
        } catch (DocumentException e) {
            throw new AssertionError(e);
        }
    }

    private Registration enabled(String xml) throws Refusal {
        PushRequest.Enable enable = ((PushRequest.Instead) read(xml)).enable();
        assertEquals(SERVICE, enable.service());
        return new Registration(new RegistrationKey("alice", enable.service(), enable.node()), null, enable.wishes(), "app", null, null,
            Instant.EPOCH, Instant.EPOCH, Health.GOOD);
    }

    @Test
    void a_request_becomes_a_registration_that_is_signed_for_by_the_clients_key() throws Exception {
        KeyPair pair = pair("secp256r1");
        String key = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(pair.getPrivate().getEncoded());
        Registration enabled = enabled(request(keys() + "<jwt-alg>ES256</jwt-alg><jwt-key>" + key + "</jwt-key>"
            + "<jwt-claim name='aud'>https://push.example.net</jwt-claim><jwt-claim name='sub'>mailto:app@example.net</jwt-claim>", ""));
        Subscription subscription = web.seal().open("alice", enabled.key().node());
        assertNotNull(subscription);
        assertEquals("https://push.example.net/abc", subscription.endpoint().toString());
        Push2Wish wish = Push2Wish.of(enabled);
        assertEquals("mailto:app@example.net", wish.contact());
        String publicKey = Base64.getUrlEncoder().withoutPadding().encodeToString(P256.bytes((ECPublicKey) pair.getPublic()));
        assertEquals(publicKey, wish.signing().publicKey());
        String authorization = web.vapid().authorization(subscription.origin(), wish.signing(), wish.contact());
        assertEquals("mailto:app@example.net", Tokens.verified(authorization, publicKey).get("sub").getAsString());
        assertEquals("https://push.example.net", Tokens.verified(authorization, publicKey).get("aud").getAsString());
        assertTrue(new AppFeatures().sealed(enabled));
        assertFalse(enabled.toString().contains(key.substring(0, 20)));
        assertFalse((wish + " " + enabled.wishes()).contains(wish.signing().text()));
    }

    @Test
    void without_a_key_the_servers_is_used() throws Exception {
        Push2Wish wish = Push2Wish.of(enabled(request(keys(), "")));
        assertNull(wish.signing());
        assertNull(wish.contact());
    }

    @Test
    void filters_are_kept() throws Exception {
        Registration enabled = enabled(request(keys(),
            "<filter jid='loud@rooms.example'/><filter jid='tea@rooms.example/x'><mention/><reply/></filter>"));
        assertEquals(Set.of("loud@rooms.example"), new AppFeatures().muted().of(enabled));
        assertEquals("tea@rooms.example", new AppFeatures().push2().mentionsOnly().of(enabled));
        Registration halves = enabled(request(keys(), "<filter jid='a@rooms.example'><mention/></filter>"
            + "<filter jid='b@rooms.example'><mention/></filter><filter jid='c@rooms.example'><reply/></filter>"));
        assertEquals("a@rooms.example\nb@rooms.example", new AppFeatures().push2().namedOnly().of(halves));
        assertEquals("c@rooms.example", new AppFeatures().push2().repliesOnly().of(halves));
        assertNull(new AppFeatures().muted().of(halves));
    }

    @Test
    void the_grace_is_kept_as_far_as_anybody_has_one() throws Exception {
        assertEquals(Duration.ofSeconds(144), new AppFeatures().push2().graceOf(enabled(request(keys(), ""))));
        assertEquals(Duration.ofSeconds(300), new AppFeatures().push2().graceOf(enabled(request(keys(), "").replace("144", "9999999999"))));
        assertEquals(Duration.ofSeconds(300), new AppFeatures().push2().graceOf(enabled(request(keys(), "").replace("144", "301"))));
        assertEquals(Duration.ofSeconds(60), new AppFeatures().push2().graceOf(enabled(request(keys(), "").replace("144", "0060"))));
        assertEquals(Duration.ZERO, new AppFeatures().push2().graceOf(enabled(request(keys(), "").replace("<grace>144</grace>", ""))));
    }

    @Test
    void more_than_can_be_kept_is_refused() {
        StringBuilder filters = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            filters.append("<filter jid='").append("a".repeat(100)).append(i).append("@rooms.example'/>");
        }
        assertEquals(Condition.not_acceptable, assertThrows(Refusal.class, () -> read(request(keys(), filters.toString()))).error()
            .getCondition());
    }

    @Test
    void what_the_same_client_had_gives_way() throws Exception {
        Registration enabled = enabled(request(keys(), ""));
        assertTrue(((PushRequest.Instead) read(request(keys(), ""))).others().test(enabled));
        assertTrue(((PushRequest.Leave) read("<disable xmlns='urn:xmpp:push2:0'/>")).which().test(enabled));
        Registration other = new Registration(enabled.key(), null, enabled.wishes(), "phone", null, null, Instant.EPOCH, Instant.EPOCH,
            Health.GOOD);
        assertFalse(((PushRequest.Leave) read("<disable xmlns='urn:xmpp:push2:0'/>")).which().test(other));
        Registration xep = new Registration(enabled.key(), null, null, "app", null, null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
        assertFalse(((PushRequest.Leave) read("<disable xmlns='urn:xmpp:push2:0'/>")).which().test(xep));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<client>https://push.example.net/abc</client>           |                                   | bad_request",
        "<client>https://push.example.net/abc</client>           | <client>https://user@push.example.net/abc</client> | bad_request",
        "<client>https://push.example.net/abc</client>           | <client>https://push.example.net:25/abc</client> | not_allowed",
        "urn:xmpp:push2:match:important                          | urn:example:other                 | feature_not_implemented",
        "urn:xmpp:push2:send:sce+rfc8291+rfc8292:0               | urn:xmpp:push2:send:notify-only   | feature_not_implemented",
        "144                                                     | soon                              | bad_request",
        "144                                                     | -1                                | bad_request",
        "<grace>                                                 | <filter/><grace>                  | bad_request",
        "<grace>                                                 | <filter jid='@'/><grace>          | bad_request",
        "</send>                                                 | <jwt-alg>HS256</jwt-alg></send>   | feature_not_implemented",
        "</send>                                                 | <jwt-alg>ES256</jwt-alg></send>   | bad_request",
        "</send>                                                 | <jwt-alg>ES256</jwt-alg><jwt-key>AAAA</jwt-key></send> | bad_request",
        "<auth-secret>                                           | <auth-secret>AAAA                 | bad_request",
        "<ua-public>                                             | <ua-public>AAAA                   | bad_request"})
    void what_is_wrong_is_refused(String part, String wrong, Condition condition) {
        String request = request(keys(), "").replace(part, wrong == null ? "" : wrong);
        assertEquals(condition, assertThrows(Refusal.class, () -> read(request)).error().getCondition());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<ua-public>     | <ua-public>AAAA          | 'ua-public' is no public key of P-256.",
        "<ua-public>     | <ua-public>!             | 'ua-public' is not base64.",
        "<auth-secret>   | <auth-secret>AAAA        | 'auth-secret' must be 16 bytes.",
        "<auth-secret>   | <auth-secret>!           | 'auth-secret' is not base64."})
    void a_key_that_is_none_is_named_as_the_client_does(String part, String wrong, String text) {
        String direct = request(keys(), "").replace(part, wrong);
        for (String request : List.of(direct, direct.replace("https://push.example.net/abc", "of-the-relay"))) {
            assertEquals(text, assertThrows(Refusal.class, () -> read(request)).error().getText());
        }
    }

    @Test
    void a_key_of_another_curve_is_refused() throws Exception {
        String key = Base64.getEncoder().encodeToString(pair("secp384r1").getPrivate().getEncoded());
        assertThrows(Refusal.class, () -> read(request(keys() + "<jwt-alg>ES256</jwt-alg><jwt-key>" + key + "</jwt-key>", "")));
    }

    @Test
    void the_public_key_of_a_private_one_is_found() throws Exception {
        for (int i = 0; i < 50; i++) {
            KeyPair pair = pair("secp256r1");
            assertEquals(((ECPublicKey) pair.getPublic()).getW(), P256.publicKey((ECPrivateKey) pair.getPrivate()).getW());
        }
        byte[] one = new byte[32];
        one[31] = 1;
        assertEquals(((ECPublicKey) pair("secp256r1").getPublic()).getParams().getGenerator(), P256.publicKey(P256.privateKey(one)).getW());
    }

    @Test
    void an_envelope_holds_the_message_and_fits() throws Exception {
        Element envelope = DocumentHelper.parseText(new String(Envelope.write(new Letter(1, "tea@rooms.example", true, "Bob", "a < b & c",
            null),
            new JID("alice@chat.example"), Envelope.LONGEST), StandardCharsets.UTF_8)).getRootElement();
        assertEquals("urn:xmpp:sce:1", envelope.getNamespaceURI());
        Element message = envelope.element("content").element("forwarded").element("message");
        assertEquals("jabber:client", message.getNamespaceURI());
        assertEquals("tea@rooms.example/Bob", message.attributeValue("from"));
        assertEquals("groupchat", message.attributeValue("type"));
        assertEquals("a < b & c", message.elementText("body"));
        for (String text : List.of("x".repeat(5_000), "<".repeat(5_000), "\ud83d\ude00".repeat(5_000))) {
            byte[] all = Envelope.write(new Letter(1, "bob@chat.example", false, null, text, null), new JID("alice@chat.example"),
                Envelope.LONGEST);
            assertTrue(all.length <= Envelope.LONGEST && all.length > Envelope.LONGEST - 10, () -> "" + all.length);
            DocumentHelper.parseText(new String(all, StandardCharsets.UTF_8));
        }
    }

    @Test
    void an_envelope_names_the_message_whatever_else_has_room() throws Exception {
        MessageIds ids = new MessageIds("own-1", List.of(new MessageIds.Given("alice@chat.example", "archive-1")));
        for (Letter letter : List.of(new Letter(1, "bob@chat.example", false, null, "x".repeat(5_000), null, ids),
            new Letter(1, "tea@rooms.example", true, "&".repeat(900), "x".repeat(5_000), null, ids),
            new Letter(1, "bob@chat.example", false, null, null, new CallSignal(CallSignal.Kind.PROPOSE, "&".repeat(1_000)), ids),
            new Letter(1, "bob@chat.example", false, null, "Hi", null, new MessageIds("&".repeat(1_000), ids.given())),
            new Letter(1, "bob@chat.example", false, null, "Hi", null, new MessageIds("own-1", List.of(ids.given().get(0),
                new MessageIds.Given("tea@rooms.example", "&".repeat(1_000))))))) {
            byte[] all = Envelope.write(letter, new JID("alice@chat.example"), Envelope.LONGEST);
            assertTrue(all.length <= Envelope.LONGEST, () -> "" + all.length);
            Element message = DocumentHelper.parseText(new String(all, StandardCharsets.UTF_8)).getRootElement().element("content")
                .element("forwarded").element("message");
            if (letter.nickname() == null) {
                Element given = message.element("stanza-id");
                assertEquals("urn:xmpp:sid:0", given.getNamespaceURI());
                assertEquals("archive-1", given.attributeValue("id"));
                assertEquals("alice@chat.example", given.attributeValue("by"));
            }
        }
        byte[] usual = Envelope.write(new Letter(1, "bob@chat.example", false, null, "Hi", null, ids), new JID("alice@chat.example"),
            Envelope.LONGEST);
        assertEquals("own-1", DocumentHelper.parseText(new String(usual, StandardCharsets.UTF_8)).getRootElement().element("content")
            .element("forwarded").element("message").attributeValue("id"));
    }
}
