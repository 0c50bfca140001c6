package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Lack;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** What apps ask for works on a real server, and looks on the wire as docs/protocol.md says. */
@IntegrationTest
class ProtocolIT {

    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZg==";
    private static final String ENCRYPT = "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm'>" + KEY + "</encrypt>";
    private static final String JINGLE = "<jingle xmlns='tigase:push:jingle:0'/><priority xmlns='tigase:push:priority:0'/>";
    private static final String RTP = "<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/>";
    private static final String OPTIONS = "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
        + "http://jabber.org/protocol/pubsub#publish-options</value></field><field var='secret'>"
        + "<value>eruio234vzxc2kla-91</value></field></x>";

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;
    private final PageExamples page = PageExamples.read();

    ProtocolIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
    }

    private RawClient phone(String children) {
        RawClient phone = devices.phone(alice, "phone");
        assertEquals("result", phone.enablePush(service.jid(), "phone", children).attributeValue("type"));
        return devices.quiet(phone);
    }

    private static JsonObject decrypted(Push push) throws Exception {
        return decrypted(push, KEY);
    }

    static JsonObject decrypted(Push push, String key) throws Exception {
        Element encrypted = (Element) push.notification().elements("encrypted").get(0);
        assertEquals("tigase:push:encrypt:0", encrypted.getNamespaceURI());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(Base64.getDecoder().decode(key), "AES"),
            new GCMParameterSpec(128, Base64.getDecoder().decode(encrypted.attributeValue("iv"))));
        return JsonParser.parseString(new String(cipher.doFinal(Base64.getDecoder().decode(encrypted.getText())), StandardCharsets.UTF_8))
            .getAsJsonObject();
    }

    private void call(XmppClient who, String to, String signal, String id) {
        who.send("<message to='" + to + "' type='chat' id='" + XmppClient.newId() + "'><" + signal
            + " xmlns='urn:xmpp:jingle-message:0' id='"
            + id + "'>" + RTP + "</" + signal + "></message>");
    }

    @Test
    void theAccountAloneAnnouncesWhatAppsMayAskFor() {
        RawClient phone = devices.phone(alice, "phone");
        for (String feature : new AppFeatures().reader().announced()) {
            String query = "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";
            String account = phone.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + phone.bareJid() + query).asXML();
            assertTrue(account.contains("var=\"" + feature + "\""), account);
            String domain = phone.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + scenario.server().domain() + query)
                .asXML();
            assertTrue(!domain.contains("var=\"" + feature + "\"") || Lack.ACCOUNTS_HAVE_NO_FEATURES.holds(), domain);
        }
    }

    @Test
    void enablingAndAPlainPushLookAsThePageSays() throws Exception {
        RawClient phone = devices.phone(alice, "phone");
        page.looksAs("enabled", phone.enablePush(service.jid(), "phone", OPTIONS));
        page.looksAs("refused", phone.enablePush(service.jid(), "n", "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-256-gcm'>" + KEY
            + "</encrypt>"));
        for (String request : new String[] {"enable", "wishes"}) {
            Element asked = DocumentHelper.parseText(page.example(request)).getRootElement();
            Element enable = (Element) asked.elements().get(0);
            enable.addAttribute("jid", service.jid());
            assertEquals("result", phone.request(asked.asXML().replace(" id=\"e", " id=\"" + request)).attributeValue("type"));
        }
        phone.disablePush(service.jid(), "yxs32uqsflafdk3iuqo");
        devices.hibernate(phone);
        bob.chat(alice.jid(), "Hi");
        page.looksAs("push", service.awaitPush("phone").iq());
    }

    @Test
    void encryptedPushesCanBeReadByTheAppAlone() throws Exception {
        devices.hibernate(phone(ENCRYPT));
        bob.chat(alice.jid(), "Hello \ud83d\ude00");
        Push push = service.awaitPush();
        page.looksAs("encrypted", push.notification());
        assertFalse(push.iq().asXML().contains("Hello"));
        JsonObject said = decrypted(push);
        assertEquals("Hello \ud83d\ude00", said.get("message").getAsString());
        assertEquals(bob.bareJid(), said.get("sender").getAsString());
        assertEquals("chat", said.get("type").getAsString());
        assertEquals(1, said.get("unread").getAsInt());
    }

    @Test
    void callsAreToldAndTheirEndIs() throws Exception {
        devices.hibernate(phone(JINGLE));
        call(bob, alice.jid(), "propose", "c1");
        page.looksAs("call", service.awaitPush().notification());
        call(bob, alice.jid(), "retract", "c1");
        page.looksAs("call-end", service.awaitPush().notification());
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void whatAnotherDeviceAnswersStopsRinging() throws Exception {
        devices.hibernate(phone(JINGLE + ENCRYPT));
        RawClient desktop = devices.desktop(alice, "desktop");
        call(bob, alice.jid(), "propose", "c1");
        Push rings = service.awaitPush();
        assertEquals("voip", rings.notification().element("encrypted").attributeValue("type"));
        assertEquals("c1", decrypted(rings).get("sid").getAsString());
        assertEquals(bob.jid(), decrypted(rings).get("sender").getAsString());
        call(desktop, bob.jid(), "proceed", "c1");
        Push over = service.awaitPush();
        assertNull(over.notification().element("encrypted").attributeValue("type"));
        assertEquals("proceed", decrypted(over).get("action").getAsString());
        call(desktop, alice.jid(), "accept", "c1");
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void mutedChatsAndStrangersDoNotPush() {
        RawClient carol = scenario.raw(scenario.user("carol"), "desktop");
        carol.available();
        devices.hibernate(phone("<muted xmlns='tigase:push:filter:muted:0'><item jid='" + bob.bareJid() + "'/></muted>"));
        bob.chat(alice.jid(), "Hi");
        service.assertNoPushWithin(Devices.SILENCE);
        carol.chat(alice.jid(), "Hi");
        service.awaitPush();
    }

    @Test
    void strangersAreWhoIsNotOnTheRoster() {
        RawClient carol = scenario.raw(scenario.user("carol"), "desktop");
        carol.available();
        RawClient phone = phone("<ignore-unknown xmlns='tigase:push:filter:ignore-unknown:0'/>");
        phone.request("<iq type='set' id='r1'><query xmlns='jabber:iq:roster'><item jid='" + carol.bareJid() + "'/></query></iq>");
        devices.hibernate(phone);
        bob.chat(alice.jid(), "Hi");
        service.assertNoPushWithin(Devices.SILENCE);
        carol.chat(alice.jid(), "Hi");
        service.awaitPush();
    }

    @Test
    void whoAsksIsPushedWhileAllAreAway() {
        RawClient phone = devices.phone(alice, "phone");
        phone.request("<iq type='set' id='away1'><enable xmlns='urn:xmpp:push:0' jid='" + service.jid()
            + "' node='phone' away='true'/></iq>");
        bob.chat(alice.jid(), "Hi");
        service.assertNoPushWithin(Devices.SILENCE);
        phone.send("<presence><show>xa</show></presence>");
        phone.request("<iq type='get' id='after' to='" + scenario.server().domain() + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        bob.chat(alice.jid(), "Are you there?");
        service.awaitPush();
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void whatIsReadElsewhereCountsNoLonger() throws Exception {
        devices.hibernate(phone(ENCRYPT));
        bob.chat(alice.jid(), "One");
        assertEquals(1, decrypted(service.awaitPush()).get("unread").getAsInt());
        String second = bob.chat(alice.jid(), "Two");
        assertEquals(2, decrypted(service.awaitPush()).get("unread").getAsInt());
        RawClient desktop = devices.desktop(alice, "desktop");
        desktop.send("<message to='" + bob.jid()
            + "' id='d1' type='chat'><displayed xmlns='urn:xmpp:chat-markers:0' id='nobody-knows'/></message>");
        service.assertNoPushWithin(Devices.SILENCE);
        desktop.send("<message to='" + bob.jid() + "' id='d2' type='chat'><displayed xmlns='urn:xmpp:chat-markers:0' id='" + second
            + "'/></message>");
        JsonObject now = decrypted(service.awaitPush());
        assertEquals(0, now.get("unread").getAsInt());
        assertFalse(now.has("message"));
        service.assertNoPushWithin(Devices.SILENCE);
    }
}
