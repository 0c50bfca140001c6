package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.TestClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** From an enable to a real push: the story of the plugin, and the offline rule (behaviour §2 and §3). */
@IntegrationTest
class OfflineIT {

    /** Longer than a push takes and than anything waits on purpose in these tests. */
    private static final Duration SILENCE = Duration.ofMillis(1500);

    @Test
    void aMessageStoredOfflineIsPushed(Scenario scenario) {
        PushService service = scenario.pushService("push");
        TestUser alice = scenario.user("alice");
        TestClient phone = scenario.client(alice, "phone");
        Element answer = phone.enablePush(service.jid(), "node-1", XmppClient.publishOptions("secret", "s3cret", "pushModule", "x"));
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
        scenario.leave(phone);
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.chat(alice.jid(), "Are you there?");

        Push push = service.awaitPush();
        assertEquals(scenario.server().domain(), push.from());
        assertEquals(service.jid(), push.to());
        assertEquals("node-1", push.node());
        assertEquals(1, push.messageCount());
        assertEquals("New Message!", push.body());
        assertNull(push.sender());
        assertEquals(List.of("FORM_TYPE", "message-count", "last-message-body"), List.copyOf(push.summary().keySet()));
        assertEquals("urn:xmpp:push:summary", push.summary().get("FORM_TYPE"));
        assertFalse(push.xml().contains("Are you there?"), push::xml);
        assertEquals("submit", push.publishOptions().element("x").attributeValue("type"));
        assertEquals(List.of("FORM_TYPE", "secret", "pushModule"), push.publishOptions().element("x").elements("field").stream()
            .map(field -> ((Element) field).attributeValue("var")).toList());

        TestClient again = scenario.client(alice, "phone");
        again.available();
        again.awaitMessage("Are you there?");
        service.pushes().assertNone(another -> another != push, SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void aLockedAccountIsNotPushedTo(Scenario scenario) {
        PushService service = scenario.pushService("push");
        TestUser alice = away(scenario, service);
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.chat(alice.jid(), "Before");
        service.awaitPush();
        scenario.control().users().lock(alice.name(), true);
        bob.chat(alice.jid(), "While it is locked");
        service.assertNoPushWithin(SILENCE);
        scenario.control().users().lock(alice.name(), false);
        bob.chat(alice.jid(), "Afterwards");
        service.awaitPush();
    }

    @Test
    void bodyAndSenderAreShownOnlyWhereTheAdministratorWantsIt(Scenario scenario) {
        PushService service = scenario.pushService("push");
        TestUser alice = away(scenario, service);
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        scenario.property("cloudnotify.with-body", "true");
        scenario.property("cloudnotify.with-sender", "true");
        bob.chat(alice.jid(), "Visible");
        Push push = service.awaitPush();
        assertEquals("Visible", push.body());
        assertEquals(bob.jid().substring(0, bob.jid().indexOf("/")), push.sender());

        scenario.property("cloudnotify.with-body", "false");
        scenario.property("cloudnotify.with-sender", "false");
        scenario.property("cloudnotify.important-body", "");
        bob.chat(alice.jid(), "Hidden");
        Push second = service.awaitPush();
        assertNull(second.body());
        assertNull(second.sender());
    }

    @Test
    void theFallbackBodyOfAnEncryptedMessageIsNeverShown(Scenario scenario) {
        PushService service = scenario.pushService("push");
        TestUser alice = away(scenario, service);
        scenario.property("cloudnotify.with-body", "true");
        scenario.raw(scenario.user("bob"), "desktop").send("<message type='chat' to='" + alice.jid()
            + "'><body>I sent you an OMEMO message</body><encrypted xmlns='eu.siacs.conversations.axolotl'>"
            + "<payload>abc</payload></encrypted></message>");
        assertEquals("New Message!", service.awaitPush().body());
    }

    @Test
    void whatIsNotStoredIsNotPushed(Scenario scenario) {
        PushService service = scenario.pushService("push");
        TestUser alice = away(scenario, service);
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        String to = "' to='" + alice.jid() + "'>";
        bob.send("<message type='chat" + to + "<composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        bob.send("<message type='headline" + to + "<body>News</body></message>");
        bob.send("<message type='error" + to + "<body>Bounced</body></message>");
        bob.send("<message type='chat" + to + "<body>Not kept</body><no-store xmlns='urn:xmpp:hints'/></message>");
        service.assertNoPushWithin(SILENCE);
        bob.chat(alice.jid(), "This one is");
        assertNotNull(service.awaitPush());
    }

    @Test
    void whatIsStoredButNotImportantWakesOnceInAnAbsence(Scenario scenario) {
        scenario.property("cloudnotify.merge-window", "0");
        PushService service = scenario.pushService("push");
        TestUser alice = away(scenario, service);
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        String to = "<message type='chat' to='" + alice.jid() + "'>";
        scenario.property("cloudnotify.notify-on", "important");
        bob.send(to + "<received xmlns='urn:xmpp:receipts' id='x'/></message>");
        scenario.awaitStoredOffline(alice, 1);
        service.assertNoPushWithin(SILENCE);
        scenario.property("cloudnotify.notify-on", "all");
        bob.send(to + "<received xmlns='urn:xmpp:receipts' id='y'/></message>");
        Push push = service.awaitPush();
        assertEquals(-1, push.messageCount());
        assertNull(push.body());
        for (String unimportant : new String[] {"<displayed xmlns='urn:xmpp:chat-markers:0' id='1'/>",
            "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/></encrypted>",
            "<body>Hello!</body><replace xmlns='urn:xmpp:message-correct:0' id='1'/>",
            "<body>It was taken back</body><retract xmlns='urn:xmpp:message-retract:1' id='1'/>",
            "<body>+1</body><reactions xmlns='urn:xmpp:reactions:0' id='1'><reaction>+1</reaction></reactions>"}) {
            bob.send(to + unimportant + "</message>");
        }
        scenario.awaitStoredOffline(alice, 7);
        service.assertNoPushWithin(SILENCE);
        bob.chat(alice.jid(), "This one is important");
        assertEquals(1, service.awaitPush().messageCount());
        scenario.assertNoWarnings();
    }

    @Test
    void whatIsImportantWithoutABodyIsPushed(Scenario scenario) {
        scenario.property("cloudnotify.merge-window", "0");
        PushService service = scenario.pushService("push");
        TestUser alice = away(scenario, service);
        RawClient bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
        String room = Rooms.create(scenario, bob);
        int count = 0;
        for (String important : new String[] {
            "<message to='" + room + "'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='" + alice.jid() + "'/></x></message>",
            "<message to='" + alice.jid() + "'><x xmlns='jabber:x:conference' jid='" + room + "'/></message>",
            "<message type='chat' to='" + alice.jid() + "'><invite xmlns='urn:xmpp:call-invites:0' video='true'/></message>",
            "<message type='chat' to='" + alice.jid() + "'><x xmlns='jabber:x:oob'><url>https://example.net/a</url></x></message>",
            "<message type='chat' to='" + alice.jid() + "'><file-sharing xmlns='urn:xmpp:sfs:0'/></message>",
            "<message type='chat' to='" + alice.jid() + "'><sticker xmlns='urn:xmpp:stickers:0' pack='1'/></message>",
            "<message type='chat' to='" + alice.jid() + "'><encrypted xmlns='urn:xmpp:omemo:2'><payload>a</payload></encrypted>"
                + "</message>"}) {
            bob.send(important);
            Push push = service.awaitPush();
            assertEquals(++count, push.messageCount(), important);
            assertEquals("New Message!", push.body(), important);
        }
        service.assertNoPushWithin(SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void everyRegistrationOfTheUserIsPushedAndNobodyElses(Scenario scenario) {
        PushService service = scenario.pushService("push");
        PushService other = scenario.pushService("other");
        TestUser alice = scenario.user("alice");
        TestClient phone = scenario.client(alice, "phone");
        phone.enablePush(service.jid(), "one");
        phone.enablePush(service.jid(), "two");
        phone.enablePush(service.jid(), "three");
        phone.disablePush(service.jid(), "three");
        phone.enablePush(other.jid(), null);
        scenario.leave(phone);
        away(scenario, service);
        scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "To all devices");
        assertEquals(List.of("one", "two"), service.awaitPushes(2, XmppClient.PATIENCE).stream().map(Push::node).sorted().toList());
        assertNull(other.awaitPush().node());
        service.pushes().assertNone(push -> !List.of("one", "two").contains(push.node()), SILENCE);
    }

    @Test
    void theDeviceOfAUserWithNegativePriorityIsPushed(Scenario scenario) {
        PushService service = scenario.pushService("push");
        TestUser alice = away(scenario, service);
        XmppClient desktop = scenario.raw(alice, "desktop");
        desktop.send("<presence><priority>-1</priority></presence>");
        scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "Are you there?");
        assertTrue(service.awaitPush().messageCount() >= 1);
    }

    /** A user whose phone enabled pushes and is gone. */
    private static TestUser away(Scenario scenario, PushService service) {
        TestUser user = scenario.user("alice");
        TestClient phone = scenario.client(user, "phone");
        phone.enablePush(service.jid(), "node-" + user.name());
        scenario.leave(phone);
        return user;
    }
}
