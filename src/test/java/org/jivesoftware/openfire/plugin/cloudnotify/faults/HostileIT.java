package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.LogLine;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sends to do harm: afterwards the server answers, the table is as it should be, and the log shows none of it. */
@IntegrationTest
class HostileIT {

    private static final int DEEP = 10_000;
    private static final String FORM = "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
        + "http://jabber.org/protocol/pubsub#publish-options</value></field>%s</x>";
    private static final String MARK = "h0st1le";

    private final Scenario scenario;
    private final PushService service;
    private final TestUser alice;
    private final RawClient phone;

    HostileIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.alice = scenario.user("alice");
        this.phone = scenario.raw(alice, "phone");
    }

    static Stream<Arguments> refused() {
        String deep = ("<" + MARK + ">").repeat(DEEP) + ("</" + MARK + ">").repeat(DEEP);
        return Stream.of(
            Arguments.of("1 MB form", "node='n'", FORM.formatted("<field var='" + MARK + "'><value>" + "v".repeat(900_000)
                + "</value></field>")),
            Arguments.of("form of 20,000 fields", "node='n'", FORM.formatted(("<field var='" + MARK + "'/>").repeat(20_000))),
            Arguments.of("long node", "node='" + MARK + "n".repeat(100_000) + "'", ""),
            Arguments.of("nested fields instead of a FORM_TYPE", "node='n'", "<x xmlns='jabber:x:data' type='submit'>" + deep + "</x>"),
            Arguments.of("control character as a reference", "node='" + MARK + "&#1;'", ""),
            Arguments.of("unpaired surrogate as a reference", "node='" + MARK + "&#xD800;'", ""),
            Arguments.of("control character in a value", "node='n'",
                FORM.formatted("<field var='" + MARK + "'><value>&#2;</value></field>")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesOrClosesTheStream(String name, String attributes, String content) {
        String id = XmppClient.newId();
        attack("<iq type='set' id='" + id + "'><enable xmlns='urn:xmpp:push:0' jid='" + service.jid() + "' " + attributes + ">" + content
            + "</enable></iq>", id);
        assertEquals(List.of(), nodes());
        stillWorks();
    }

    @Test
    void deepNestingBesideAFormIsPassedOver() {
        String id = XmppClient.newId();
        attack("<iq type='set' id='" + id + "'><enable xmlns='urn:xmpp:push:0' jid='" + service.jid() + "' node='deep'>"
            + ("<" + MARK + ">").repeat(DEEP) + ("</" + MARK + ">").repeat(DEEP) + "</enable></iq>", id);
        assertTrue(List.of(List.of(), List.of("deep")).contains(nodes()), () -> nodes().toString());
        stillWorks();
    }

    @Test
    void deepNestingInMessagesToAUserWithRegistrations() {
        phone.enablePush(service.jid(), "usual");
        RawClient tablet = scenario.online(scenario.rawResumable(alice, "tablet"));
        tablet.enablePush(service.jid(), "tablet");
        scenario.detach(tablet);
        RawClient bob = scenario.raw(scenario.user("bob"), "desktop");
        String deep = ("<" + MARK + " xmlns='" + MARK + "'>").repeat(DEEP) + ("</" + MARK + ">").repeat(DEEP);
        String forwarded = "<received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'>";
        for (String content : List.of(deep, forwarded.repeat(1_000) + "</message></forwarded></received>".repeat(1_000),
            "<body>" + "b".repeat(900_000) + "</body>")) {
            try {
                bob.send("<message type='chat' to='" + alice.jid() + "'>" + content + "</message>");
            } catch (UncheckedIOException e) {
                // The server may have closed the stream of whoever does that.
                bob = scenario.raw(scenario.user("bob"), "desktop");
            }
        }
        stillWorks();
    }

    static Stream<String> strange() {
        return Stream.of("'; DROP TABLE ofCloudNotify; --", "' OR '1'='1", "%", "_", "\\", "<script>alert(1)</script>", "&lt;b&gt;",
            "\uD83D\uDE00", "\u202E\u200B", "null", "{{node}}", "${jndi:ldap://127.0.0.1/x}");
    }

    @ParameterizedTest
    @MethodSource("strange")
    void strangeNodesAreJustTexts(String node) {
        phone.enablePush(service.jid(), "other");
        phone.enablePush(service.jid(), node, XmppClient.publishOptions("secret", node));
        assertEquals(Stream.of(node, "other").sorted().toList(), nodes());
        scenario.leave(phone);
        RawClient bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.chat(alice.jid(), "hello");
        Push push = service.awaitPush(node);
        assertTrue(push.publishOptions().asXML().contains(Xml.parse("<x>" + Xml.escape(node) + "</x>").asXML().replaceAll("</?x>", "")));
        RawClient again = scenario.raw(alice, "phone");
        again.disablePush(service.jid(), node);
        assertEquals(List.of("other"), nodes());
        scenario.assertNoWarnings();
    }

    @Test
    void strangeServicesAreRefusedOrJustTexts() {
        for (String jid : List.of("<script>", "a'b.example", "x@y@z", "push.example/<b>", "\uD83D\uDE00.example", " ", "a".repeat(2_000))) {
            Element answer = phone.enablePush(jid, "n", "");
            assertNotNull(answer.attributeValue("type"));
        }
        stillWorks();
    }

    /** Sends it; the server answers with an error, or ends this client's stream, as it does where the XML is not well-formed. */
    private void attack(String iq, String id) {
        try {
            phone.send(iq);
        } catch (UncheckedIOException e) {
            return;
        }
        long deadline = System.nanoTime() + RawClient.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Element answer = phone.received().poll(stanza -> id.equals(stanza.attributeValue("id")), Duration.ofMillis(50));
            if (answer != null) {
                assertTrue(!"error".equals(answer.attributeValue("type")) || answer.element("error") != null);
                return;
            }
            if (scenario.session(phone) == null) {
                return;
            }
        }
        throw new AssertionError("Neither an answer nor an end of the stream");
    }

    private List<String> nodes() {
        return scenario.control().database().query("SELECT node FROM ofCloudNotify WHERE username = ?", alice.name()).stream()
            .map(row -> row.get("node")).sorted().toList();
    }

    /** Somebody else's registration works, and the log says nothing of what was sent. */
    private void stillWorks() {
        TestUser carol = scenario.user("carol");
        RawClient other = scenario.raw(carol, "phone");
        other.enablePush(service.jid(), carol.name());
        scenario.leave(other);
        scenario.raw(scenario.user("dave"), "desktop").chat(carol.jid(), "hello");
        assertEquals(carol.name(), service.awaitPush(carol.name()).node());
        for (LogLine line : scenario.server().log().since(scenario.logMark(), "org.jivesoftware.openfire.plugin.cloudnotify")) {
            assertFalse(line.isWarning(), line::toString);
            assertFalse(line.text().contains(MARK), line::toString);
        }
    }
}
