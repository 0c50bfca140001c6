package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.DatabaseCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Enabling more, and more often, than a user may, and while the database is down (behaviour §1). */
@IntegrationTest
class RegistrationLimitsIT extends RegistrationRequests {

    @Test
    void theSixthDeviceReplacesTheOneEnabledLongestAgo(Scenario scenario) {
        TestUser user = scenario.user("alice");
        XmppClient alice = scenario.raw(user, "phone");
        for (String node : List.of("a", "b", "c", "d", "e")) {
            alice.enablePush("push.example", node);
        }
        alice.enablePush("push.example", "a");
        alice.enablePush("push.example", "f");
        assertEquals(List.of("a", "c", "d", "e", "f"), nodes(scenario, user));
    }

    /** Each page that it loads is a new node, and the old ones are dead. */
    @Test
    void aPhoneThatIsPushedToStaysWhateverABrowserEnables(Scenario scenario) {
        scenario.property("cloudnotify.merge-window", "0");
        PushService phones = scenario.pushService("phones");
        PushService tabs = scenario.pushService("tabs").answer(PushAnswer.error("item-not-found", "cancel"));
        TestUser user = scenario.user("alice");
        RawClient bob = scenario.raw(scenario.user("bob"), "desktop");
        enable(scenario, user, phones, "phone");
        IntStream.range(0, 4).forEach(i -> enable(scenario, user, tabs, "tab" + i));
        for (int i = 0; i < 3; i++) {
            bob.chat(user.jid(), "news");
            phones.awaitPush();
        }
        scenario.await("the tabs are dead", () -> scenario.control().database()
            .query("SELECT node FROM ofCloudNotify WHERE username = ? AND disabledDate IS NOT NULL", user.name()).size() == 4);
        IntStream.range(4, 8).forEach(i -> enable(scenario, user, tabs, "tab" + i));
        assertEquals(List.of("phone", "tab4", "tab5", "tab6", "tab7"), nodes(scenario, user), "the dead ones gave way");
        bob.chat(user.jid(), "more news");
        String push = phones.awaitPush().id();
        scenario.server().log().await(scenario.logMark(), line -> line.text().contains("Push " + push + " was answered"),
            XmppClient.PATIENCE);
        enable(scenario, user, tabs, "tab8");
        assertEquals(List.of("phone", "tab5", "tab6", "tab7", "tab8"), nodes(scenario, user), "the one used longest ago did");
    }

    @Test
    void moreNewDevicesThanMayBeInAMinuteAreRefusedAndOldOnesAreNot(Scenario scenario) {
        TestUser user = scenario.user("mallory");
        XmppClient mallory = scenario.raw(user, "phone");
        for (int i = 0; i < 30; i++) {
            assertEquals("result", mallory.enablePush("push.example", "n" + i, "").attributeValue("type"));
        }
        Element refused = mallory.enablePush("push.example", "one too many", "");
        assertEquals("wait", refused.element("error").attributeValue("type"), refused::asXML);
        assertNotNull(refused.element("error").element("resource-constraint"), refused::asXML);
        assertEquals("result", mallory.enablePush("push.example", "n29", "").attributeValue("type"));
        assertEquals("result", mallory.disablePush("push.example", null).attributeValue("type"));
        assertEquals("result", mallory.enablePush("push.example", "n3", "").attributeValue("type"), "it is none that is new");
        assertEquals("result", scenario.raw(scenario.user("alice"), "phone").enablePush("push.example", "n", "").attributeValue("type"));
    }

    @Test
    void aFloodOfRequestsHoldsUpNobodyAndIsRefusedInPart(Scenario scenario) {
        XmppClient mallory = scenario.raw(scenario.user("mallory"), "phone");
        XmppClient alice = scenario.raw(scenario.user("alice"), "phone");
        List<String> ids = IntStream.range(0, 3_000).mapToObj(i -> XmppClient.newId()).toList();
        ids.forEach(id -> mallory.send("<iq type='set' id='" + id
            + "'><enable xmlns='urn:xmpp:push:0' jid='push.example' node='same'/></iq>"));
        assertEquals("result", alice.enablePush("push.example", "n", "").attributeValue("type"));
        int refused = 0;
        for (String id : ids) {
            Element answer = mallory.received().await(stanza -> id.equals(stanza.attributeValue("id")), XmppClient.PATIENCE);
            if (answer.attributeValue("type").equals("error")) {
                assertNotNull(answer.element("error").element("resource-constraint"), answer::asXML);
                refused++;
            }
        }
        assertTrue(refused < ids.size() - 256, refused + " are refused");
        assertEquals("result", mallory.enablePush("push.example", "same", "").attributeValue("type"));
    }

    @Test
    void aDatabaseThatIsDownIsAnsweredAndTheServerGoesOnRouting(Scenario scenario) {
        TestUser user = scenario.user("alice");
        XmppClient alice = scenario.raw(user, "phone");
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        alice.available();
        alice.enablePush("push.example", "before");
        scenario.control().database().fail(DatabaseCommands.Fault.REFUSE);
        Element answer;
        try {
            answer = alice.enablePush("push.example", "during", "");
            bob.chat(alice.jid(), "Still there?");
            alice.awaitMessage("Still there?");
        } finally {
            scenario.control().database().recover();
        }
        assertEquals("error", answer.attributeValue("type"), answer::asXML);
        assertEquals("wait", answer.element("error").attributeValue("type"), answer::asXML);
        assertNotNull(answer.element("error").element("internal-server-error"), answer::asXML);
        assertEquals(List.of("before"), nodes(scenario, user));
        alice.enablePush("push.example", "after");
        assertEquals(List.of("after", "before"), nodes(scenario, user));
    }
}
