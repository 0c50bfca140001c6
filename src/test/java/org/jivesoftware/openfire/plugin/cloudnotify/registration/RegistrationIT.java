package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Enabling and disabling as clients do it, on a running server with its database (behaviour §1). */
@IntegrationTest
class RegistrationIT extends RegistrationRequests {

    @Test
    void accountAndServerAnnounceTheFeature(Scenario scenario) {
        XmppClient alice = scenario.raw(scenario.user("alice"), "phone");
        for (String address : List.of(alice.bareJid(), scenario.server().domain())) {
            Element answer = alice.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + address
                + "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
            assertTrue(answer.asXML().contains("var=\"urn:xmpp:push:0\""), () -> address + " answered " + answer.asXML());
        }
    }

    @ParameterizedTest
    @MethodSource("ownAddresses")
    void enablesAtTheOwnAccount(String to, Scenario scenario) {
        TestUser user = scenario.user("alice");
        XmppClient alice = scenario.raw(user, "phone");
        Element answer = alice.request(iq("set", to.replace("{bare}", user.jid()), "<enable xmlns='urn:xmpp:push:0' jid='push.example'"
            + " node='n1'>" + FORM + "</enable>"));
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
        assertEquals(List.of("n1"), nodes(scenario, user));
    }

    static Stream<String> ownAddresses() {
        return Stream.of("", " to='{bare}'");
    }

    static Stream<Arguments> refusals() {
        String enable = "<enable xmlns='urn:xmpp:push:0' jid='push.example' node='n'>";
        return Stream.of(
            Arguments.of("get", "", enable + "</enable>", "bad-request"),
            Arguments.of("set", " to='{other}'", enable + "</enable>", "forbidden"),
            Arguments.of("set", " to='{domain}'", enable + "</enable>", "forbidden"),
            Arguments.of("set", "", "<enable xmlns='urn:xmpp:push:0'/>", "bad-request"),
            Arguments.of("set", "", "<enable xmlns='urn:xmpp:push:0' jid=''/>", "bad-request"),
            Arguments.of("set", "", "<enable xmlns='urn:xmpp:push:0' jid='@@'/>", "jid-malformed"),
            Arguments.of("set", "", "<enable xmlns='urn:xmpp:push:0' jid='a b@push.example'/>", "jid-malformed"),
            Arguments.of("set", "", "<enable xmlns='urn:xmpp:push:0' jid='{bare}'/>", "bad-request"),
            Arguments.of("set", "", "<enable xmlns='urn:xmpp:push:0' jid='{bare}/phone'/>", "bad-request"),
            Arguments.of("set", "", "<enable xmlns='urn:xmpp:push:0' jid='{other}'/>", "bad-request"),
            Arguments.of("set", "", "<enable xmlns='urn:xmpp:push:0' jid='push.example' node='" + "n".repeat(1025) + "'/>",
                "not-acceptable"),
            Arguments.of("set", "", enable + FORM.replace("s3cret", "s".repeat(8193)) + "</enable>", "not-acceptable"),
            Arguments.of("set", "", enable + FORM.replace("'submit'", "'cancel'") + "</enable>", "bad-request"),
            Arguments.of("set", "", enable + FORM.replace("'submit'", "'result'") + "</enable>", "bad-request"),
            Arguments.of("set", "", enable + FORM.replace("publish-options", "publish-choices") + "</enable>", "bad-request"),
            Arguments.of("set", "", enable + "<x xmlns='jabber:x:data' type='submit'/></enable>", "bad-request"),
            Arguments.of("set", "", enable + FORM + FORM + "</enable>", "bad-request"),
            Arguments.of("set", "", "<disable xmlns='urn:xmpp:push:0'/>", "bad-request"),
            Arguments.of("set", "", "<disable xmlns='urn:xmpp:push:0' jid=''/>", "bad-request"),
            Arguments.of("set", "", "<disable xmlns='urn:xmpp:push:0' jid='@@'/>", "jid-malformed"),
            Arguments.of("set", " to='{other}'", "<disable xmlns='urn:xmpp:push:0' jid='push.example'/>", "forbidden"),
            Arguments.of("set", "", "<wake xmlns='urn:xmpp:push:0' jid='push.example'/>", "bad-request"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesAndLeavesTheTableAsItWas(String type, String to, String content, String condition, Scenario scenario) {
        TestUser user = scenario.user("alice");
        TestUser other = scenario.user("bob");
        XmppClient alice = scenario.raw(user, "phone");
        alice.enablePush("before.example", "before");
        Element answer = alice.request(fill(iq(type, to, content), user, other, scenario));
        assertEquals("error", answer.attributeValue("type"), answer::asXML);
        Element error = answer.element("error");
        assertNotNull(error.elements().stream().filter(child -> ((Element) child).getName().equals(condition)).findAny().orElse(null),
            answer::asXML);
        assertFalse(error.elementTextTrim("text").isEmpty(), answer::asXML);
        assertEquals(List.of("before"), nodes(scenario, user));
        assertEquals(List.of(), nodes(scenario, other));
    }

    @ParameterizedTest
    @MethodSource("formTypes")
    void takesEveryFormTypeThatClientsSend(String type, Scenario scenario) {
        TestUser user = scenario.user("alice");
        Element answer = scenario.raw(user, "phone").enablePush("push.example", "n", FORM.replace(" type='submit'", type));
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
        assertEquals(List.of("n"), nodes(scenario, user));
    }

    static Stream<String> formTypes() {
        return Stream.of(" type='submit'", " type='form'", "");
    }

    @Test
    void aMissingNodeIsNoNode(Scenario scenario) {
        TestUser user = scenario.user("alice");
        XmppClient alice = scenario.raw(user, "phone");
        alice.enablePush("push.example", null);
        List<Map<String, String>> rows = rows(scenario, user);
        assertEquals(1, rows.size());
        assertNull(rows.get(0).values().iterator().next());
    }

    @Test
    void sameServiceAndNodeIsOneRegistrationAlsoInARace(Scenario scenario) {
        TestUser user = scenario.user("alice");
        XmppClient phone = scenario.raw(user, "phone");
        XmppClient tablet = scenario.raw(user, "tablet");
        List<String> ids = IntStream.range(0, 200).mapToObj(i -> XmppClient.newId()).toList();
        for (int i = 0; i < ids.size(); i++) {
            (i % 2 == 0 ? phone : tablet).send("<iq type='set' id='" + ids.get(i)
                + "'><enable xmlns='urn:xmpp:push:0' jid='push.example' node='same'>" + FORM.replace("s3cret", "secret" + i)
                + "</enable></iq>");
        }
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            Element answer = (i % 2 == 0 ? phone : tablet).received().await(stanza -> id.equals(stanza.attributeValue("id")),
                XmppClient.PATIENCE);
            assertEquals("result", answer.attributeValue("type"), answer::asXML);
        }
        assertEquals(List.of("same"), nodes(scenario, user));
    }

    @Test
    void disablesOneNodeOrAllOfAService(Scenario scenario) {
        TestUser user = scenario.user("alice");
        XmppClient alice = scenario.raw(user, "phone");
        alice.enablePush("push.example", "a");
        alice.enablePush("push.example", "b");
        alice.enablePush("push.example", "c");
        alice.enablePush("other.example", "d");
        assertEquals("result", alice.disablePush("push.example", "unknown").attributeValue("type"));
        assertEquals(List.of("a", "b", "c", "d"), nodes(scenario, user));
        assertEquals("result", alice.disablePush("push.example", "b").attributeValue("type"));
        assertEquals(List.of("a", "c", "d"), nodes(scenario, user));
        assertEquals("result", alice.disablePush("push.example", null).attributeValue("type"));
        assertEquals(List.of("d"), nodes(scenario, user));
    }

    @Test
    void deletingTheAccountDeletesItsRegistrations(Scenario scenario) {
        TestUser user = scenario.user("alice");
        scenario.raw(user, "phone").enablePush("push.example", "n");
        assertEquals(List.of("n"), nodes(scenario, user));
        scenario.control().users().delete(user.name());
        scenario.await("the registrations are gone", () -> nodes(scenario, user).isEmpty());
    }

    @Test
    void aFormThatHoldsNothingIsNoOptions(Scenario scenario) {
        TestUser user = scenario.user("alice");
        XmppClient alice = scenario.raw(user, "phone");
        for (String type : List.of("", " type='hidden'")) {
            Element answer = alice.enablePush("push.example", "n", "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'" + type
                + "><value>" + PublishOptions.FORM_TYPE + "</value></field></x>");
            assertEquals("result", answer.attributeValue("type"), answer::asXML);
            assertEquals(0, scenario.control().database()
                .query("SELECT options FROM ofCloudNotify WHERE username = ? AND options IS NOT NULL", user.name()).size());
        }
    }
}
