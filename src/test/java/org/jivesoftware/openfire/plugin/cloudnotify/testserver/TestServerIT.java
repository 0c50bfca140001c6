package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ServerControl;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.TestClient.StreamManagement;
import org.junit.jupiter.api.Test;

/** The test server itself: what the other integration tests rely on. */
@IntegrationTest
class TestServerIT {

    @Test
    void controlChannelAnswers(ServerControl control) {
        assertEquals("hello", control.process().ping("hello"));
        control.properties().set("test.key", "value");
        assertEquals("value", control.properties().get("test.key"));
        control.properties().delete("test.key");
        assertEquals(null, control.properties().get("test.key"));
    }

    @Test
    void messageBetweenTwoClients(Scenario scenario) {
        var alice = scenario.client(scenario.user("alice"), "phone");
        var bob = scenario.raw(scenario.user("bob"), "desktop");
        scenario.online(alice);
        scenario.online(bob);
        bob.chat(alice.jid(), "Hello & <welcome>");
        alice.awaitMessage("Hello & <welcome>");
        alice.chat(bob.jid(), "Thanks");
        bob.awaitMessage("Thanks");
    }

    @Test
    void offlineMessageIsStoredAndDelivered(Scenario scenario) {
        var alice = scenario.user("alice");
        scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "For later");
        scenario.awaitStoredOffline(alice, 1);
        var phone = scenario.client(alice, "phone");
        phone.available();
        phone.awaitMessage("For later");
        assertEquals(0, scenario.storedOffline(alice));
    }

    @Test
    void rawClientDetachesAndResumes(Scenario scenario) {
        var alice = scenario.user("alice");
        var phone = scenario.rawResumable(alice, "phone");
        scenario.online(phone);
        scenario.detach(phone);
        scenario.raw(scenario.user("bob"), "desktop").chat(phone.jid(), "While you were away");
        scenario.await("message is queued", () -> scenario.session(phone).unacked() > 0);
        assertEquals(0, scenario.storedOffline(alice));
        assertTrue(phone.resume());
        phone.awaitMessage("While you were away");
        assertFalse(scenario.session(phone).detached());
    }

    @Test
    void smackClientDetachesAndResumes(Scenario scenario) {
        var phone = scenario.client(scenario.user("alice"), "phone", StreamManagement.RESUMABLE);
        scenario.online(phone);
        scenario.detach(phone);
        scenario.raw(scenario.user("bob"), "desktop").chat(phone.jid(), "While you were away");
        scenario.await("message is queued", () -> scenario.session(phone).unacked() > 0);
        assertTrue(phone.resume());
        phone.awaitMessage("While you were away");
    }

    @Test
    void componentReceivesPushesAndAnswersAsTold(Scenario scenario) {
        var service = scenario.pushService("push");
        var other = scenario.pushService("push");
        service.answerNode("dead", PushAnswer.error("item-not-found", "cancel"));
        publish(scenario, service, "n1", "one");
        publish(scenario, service, "dead", "two");
        publish(scenario, other, "n2", "three");
        Push first = service.awaitPush("n1");
        assertEquals(service.jid(), first.to());
        assertEquals("New Message!", first.body());
        assertEquals(1, first.messageCount());
        assertEquals("two", service.awaitPush("dead").id());
        assertEquals("three", other.awaitPush().id());
        service.assertNoPushWithin(Duration.ofMillis(50));
        service.disconnect();
        service.connect();
        publish(scenario, service, "n1", "four");
        assertEquals("four", service.awaitPush().id());
    }

    private static void publish(Scenario scenario, PushService service, String node, String id) {
        scenario.control().stanzas().route("<iq type='set' from='" + scenario.server().domain() + "' to='" + service.jid() + "' id='" + id
                + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + node + "'><item>"
                + "<notification xmlns='urn:xmpp:push:0'><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE'><value>urn:xmpp:push:summary</value></field>"
                + "<field var='message-count'><value>1</value></field>"
                + "<field var='last-message-body'><value>New Message!</value></field>"
                + "</x></notification></item></publish></pubsub></iq>");
    }

    @Test
    void serviceAnswersDisco(Scenario scenario) {
        var service = scenario.pushService("push");
        var alice = scenario.raw(scenario.user("alice"), "phone");
        Element answer = alice.request("<iq type='get' id='d1' to='" + service.jid()
                + "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        assertEquals("push", answer.element("query").element("identity").attributeValue("type"));
    }

    @Test
    void deadConnectionIsNotNoticed(Scenario scenario) {
        var phone = scenario.client(scenario.user("alice"), "phone", StreamManagement.RESUMABLE);
        scenario.online(phone);
        phone.freeze();
        scenario.raw(scenario.user("bob"), "desktop").chat(phone.jid(), "Lost?");
        scenario.await("message is queued", () -> scenario.session(phone).unacked() > 0);
        assertFalse(scenario.session(phone).detached());
        phone.received().assertNone(stanza -> stanza.getName().equals("message"), Duration.ofMillis(100));
        phone.thaw();
        phone.awaitMessage("Lost?");
    }

    @Test
    void rawClientControlsAcknowledgements(Scenario scenario) {
        var phone = scenario.rawResumable(scenario.user("alice"), "phone");
        phone.acknowledging(false);
        scenario.online(phone);
        var bob = scenario.raw(scenario.user("bob"), "desktop");
        for (int i = 0; i < 6; i++) {
            bob.chat(phone.jid(), "Message " + i);
        }
        phone.awaitMessage("Message 5");
        phone.others().await(element -> element.getName().equals("r"), Duration.ofSeconds(5));
        assertTrue(scenario.session(phone).unacked() >= 6);
        phone.acknowledge();
        scenario.await("all acknowledged", () -> scenario.session(phone).unacked() == 0);
    }

    @Test
    void detachedSessionIsExpiredOnCommand(Scenario scenario) {
        var alice = scenario.user("alice");
        var phone = scenario.rawResumable(alice, "phone");
        scenario.online(phone);
        scenario.detach(phone);
        scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "Stored in the end");
        scenario.await("message is queued", () -> scenario.session(phone).unacked() > 0);
        scenario.control().sessions().expireDetached(0);
        assertEquals(null, scenario.session(phone));
        scenario.awaitStoredOffline(alice, 1);
        assertFalse(phone.resume());
    }

    @Test
    void rosterAndPrivacyList(Scenario scenario) {
        var alice = scenario.user("alice");
        var bob = scenario.user("bob");
        scenario.control().users().rosterItem(alice.name(), bob.jid(), "both");
        scenario.control().users().defaultPrivacyList(alice.name(), "blocked",
                "<item type='jid' value='" + bob.jid() + "' action='deny' order='1'><message/></item>");
        assertEquals(1, scenario.control().database().query("SELECT jid FROM ofRoster WHERE username = ?", alice.name()).size());
        var phone = scenario.client(alice, "phone");
        scenario.online(phone);
        scenario.raw(bob, "desktop").chat(phone.jid(), "Blocked");
        scenario.raw(scenario.user("carol"), "desktop").chat(phone.jid(), "Not blocked");
        phone.awaitMessage("Not blocked");
        // Openfire 5 tells the one who blocks of the error that the sender gets.
        phone.received().assertNone(stanza -> "Blocked".equals(stanza.elementText("body"))
                && !"error".equals(stanza.attributeValue("type")), Duration.ofMillis(50));
    }

    @Test
    void databaseStatementsAreCounted(Scenario scenario) {
        var alice = scenario.user("alice");
        var bob = scenario.raw(scenario.user("bob"), "desktop");
        var database = scenario.control().database();
        database.startCounting();
        scenario.atEnd(database::stopCounting);
        bob.chat(alice.jid(), "Counted");
        scenario.awaitStoredOffline(alice, 1);
        assertEquals(1, database.count("INSERT INTO ofOffline"));
    }

    @Test
    void pluginIsLoaded(ServerControl control) {
        assertTrue(control.plugins().loaded("cloudnotify"));
        assertNotNull(control.plugins().version("cloudnotify"));
    }

    @Test
    void groupChatWorks(Scenario scenario) {
        var alice = scenario.raw(scenario.user("alice"), "phone");
        var bob = scenario.raw(scenario.user("bob"), "desktop");
        alice.send("<presence to='room@conference.chat.example/alice'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        alice.received().await(stanza -> stanza.asXML().contains("201"), Duration.ofSeconds(5));
        alice.request("<iq type='set' id='m1' to='room@conference.chat.example'>"
                + "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query></iq>");
        bob.send("<presence to='room@conference.chat.example/bob'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        bob.received().await(stanza -> stanza.asXML().contains("110"), Duration.ofSeconds(5));
        bob.send("<message type='groupchat' to='room@conference.chat.example'><body>Hello room</body></message>");
        alice.awaitMessage("Hello room");
    }

    @Test
    void unknownRequestIsAnsweredToBothKindsOfClients(Scenario scenario) {
        var alice = scenario.user("alice");
        String iq = "<iq type='set' id='unknown'><frob xmlns='urn:example:frob'/></iq>";
        assertEquals("error", scenario.raw(alice, "raw").request(iq).attributeValue("type"));
        assertEquals("error", scenario.client(alice, "smack").request(iq).attributeValue("type"));
    }
}
