package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
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

/** Each refusal, and each kind of push, looks on the wire as docs/protocol.md says. */
@IntegrationTest
class ProtocolKindsIT {

    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZg==";
    private static final String ENCRYPT = "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm'>" + KEY + "</encrypt>";

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;
    private final PageExamples page = PageExamples.read();

    ProtocolKindsIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.online(scenario.raw(scenario.user("bob"), "desktop"));
        scenario.property("cloudnotify.merge-window", "0");
    }

    /** As the page has it, with its addresses. */
    private void looksAs(String name, Element real, String... addresses) throws DocumentException {
        String xml = real.asXML().replace(bob.bareJid(), "bob@example.org").replace(service.jid(), "push.example.net");
        for (int i = 0; i < addresses.length; i += 2) {
            xml = xml.replace(addresses[i], addresses[i + 1]);
        }
        page.looksAs(name, DocumentHelper.parseText(xml).getRootElement());
    }

    private void isRefused(String name, RawClient client, String to, String attributes) throws DocumentException {
        Element answer = client.request("<iq type='set' id='" + XmppClient.newId() + "'" + to + "><enable xmlns='urn:xmpp:push:0' "
            + attributes + "/></iq>");
        assertEquals("error", answer.attributeValue("type"), answer::asXML);
        looksAs(name, answer.element("error"));
    }

    @Test
    void refusalsLookAsThePageSays() throws DocumentException {
        RawClient phone = scenario.raw(alice, "phone");
        String service1 = "jid='" + service.jid() + "'";
        isRefused("refused-request", phone, "", "node='n'");
        isRefused("refused-address", phone, "", "jid='@' node='n'");
        isRefused("refused-size", phone, "", service1 + " node='" + "n".repeat(1_025) + "'");
        isRefused("refused-place", phone, " to='" + bob.bareJid() + "'", service1 + " node='n'");
        scenario.property("cloudnotify.services.denied", service.jid());
        isRefused("refused-service", phone, "", service1 + " node='n'");
        scenario.property("cloudnotify.services.denied", "");
        scenario.property("cloudnotify.max-enables-per-minute", "1");
        phone.enablePush(service.jid(), "first");
        isRefused("refused-rate", phone, "", service1 + " node='second'");
        scenario.property("cloudnotify.max-enables-per-minute", "30");
        looksAs("disabled", request(phone, "disable"));
    }

    /** As the page has it, for the service at hand. */
    private Element request(RawClient client, String example) throws DocumentException {
        Element asked = DocumentHelper.parseText(page.example(example)).getRootElement();
        ((Element) asked.elements().get(0)).addAttribute("jid", service.jid());
        return client.request(asked.asXML());
    }

    @Test
    void whatIsUnimportantSaysNothing() throws DocumentException {
        RawClient phone = devices.quiet(devices.phone(alice, "phone"));
        devices.hibernate(phone);
        bob.send("<message type='chat' to='" + phone.jid() + "'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        looksAs("wake", service.awaitPush().notification());
    }

    @Test
    void whatIsSaidIsThereWhereTheAdministratorWantsIt() throws DocumentException {
        scenario.property("cloudnotify.with-body", "true");
        scenario.property("cloudnotify.with-sender", "true");
        String room = Rooms.create(scenario, bob, "membersonly", "1", "roomname", "tea", "publicroom", "1", "whois", "moderators");
        Rooms.affiliate(bob, room, alice, "member");
        scenario.leave(devices.phone(alice, "phone"));
        bob.chat(alice.jid(), "Tea?");
        looksAs("content", service.awaitPush().notification());
        Rooms.say(bob, room, "Tea is ready.");
        looksAs("room", service.awaitPush().notification(), room + "/bob", "tea@rooms.example.org/Bob");
    }

    @Test
    void whoWaitsToBeAContactIsCounted() throws DocumentException {
        scenario.leave(devices.phone(alice, "phone"));
        bob.send("<presence type='subscribe' to='" + alice.jid() + "'/>");
        looksAs("subscription", service.awaitPush().notification());
    }

    @Test
    void whatWasReadElsewhereLeavesACount() throws Exception {
        scenario.property("cloudnotify.badge-reset", "all");
        RawClient phone = devices.phone(alice, "phone");
        phone.enablePush(service.jid(), "app", ENCRYPT);
        devices.hibernate(devices.quiet(phone));
        String id = bob.chat(alice.jid(), "Tea?");
        page.looksAs("json-chat", ProtocolIT.decrypted(service.awaitPush("app"), KEY));
        service.awaitPush("phone");
        RawClient desktop = devices.desktop(alice, "desktop");
        desktop.send("<message to='" + bob.jid() + "' id='d1' type='chat'><displayed xmlns='urn:xmpp:chat-markers:0' id='" + id
            + "'/></message>");
        page.looksAs("json-read", ProtocolIT.decrypted(service.awaitPush("app"), KEY));
        looksAs("read", service.awaitPush("phone").notification());
    }

    @Test
    void whatIsInsideOfEncryptedOnesLooksAsThePageSays() throws Exception {
        String room = Rooms.create(scenario, bob, "membersonly", "1", "roomname", "tea", "publicroom", "1", "whois", "moderators");
        Rooms.affiliate(bob, room, alice, "member");
        RawClient phone = scenario.online(scenario.raw(alice, "phone"));
        phone.enablePush(service.jid(), "app", ENCRYPT + "<jingle xmlns='tigase:push:jingle:0'/>");
        scenario.leave(phone);
        Rooms.say(bob, room, "Tea is ready.");
        page.looksAs("json-room", ProtocolIT.decrypted(service.awaitPush(), KEY));
        call("propose", "<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/>");
        page.looksAs("json-call", ProtocolIT.decrypted(service.awaitPush(), KEY));
        call("retract", "");
        page.looksAs("json-call-end", ProtocolIT.decrypted(service.awaitPush(), KEY));
    }

    private void call(String signal, String content) {
        bob.send("<message to='" + alice.jid() + "' type='chat' id='" + XmppClient.newId() + "'><" + signal
            + " xmlns='urn:xmpp:jingle-message:0' id='c1'>" + content + "</" + signal + "></message>");
    }

    @Test
    void aServiceCanTakeItBack() throws DocumentException {
        RawClient phone = scenario.online(scenario.raw(alice, "phone"));
        phone.enablePush(service.jid(), "yxs32uqsflafdk3iuqo");
        phone.enablePush(service.jid(), "control");
        scenario.leave(phone);
        service.send(page.example("revoked").replace("push.example.net", service.jid()).replace("alice@example.org", alice.jid()));
        scenario.await("it is removed", () -> scenario.control().database()
            .query("SELECT node FROM ofCloudNotify WHERE username = ?", alice.name()).size() == 1);
        bob.chat(alice.jid(), "Tea?");
        assertEquals("control", service.awaitPush().node());
        service.assertNoPushWithin(Devices.SILENCE);
    }
}
