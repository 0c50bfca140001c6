package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply.Kind;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xmpp.packet.IQ;

/** Every condition of RFC 6120 with every type, and what no service should send. */
class ReplyTest {

    private static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    static Stream<Arguments> everyError() {
        return Stream.of("bad-request", "conflict", "feature-not-implemented", "forbidden", "gone", "internal-server-error",
                "item-not-found", "jid-malformed", "not-acceptable", "not-allowed", "not-authorized", "policy-violation",
                "recipient-unavailable", "redirect", "registration-required", "remote-server-not-found", "remote-server-timeout",
                "resource-constraint", "service-unavailable", "subscription-required", "undefined-condition", "unexpected-request",
                "payment-required")
            .flatMap(condition -> Stream.of("auth", "cancel", "continue", "modify", "wait").map(type -> Arguments.of(condition, type)));
    }

    @ParameterizedTest
    @MethodSource("everyError")
    void eachConditionWithEachType(String condition, String type) {
        boolean later = type.equals("wait");
        Kind expected = switch (condition) {
            case "remote-server-not-found" -> Kind.DEFERRED;
            case "remote-server-timeout" -> later ? Kind.DEFERRED : Kind.TRANSIENT;
            case "item-not-found", "gone" -> later ? Kind.REFUSED : Kind.DEAD;
            default -> later ? Kind.REFUSED : Kind.COUNTED;
        };
        Reply reply = DeliveryRig.error(condition, type);
        assertEquals(expected, reply.kind());
        assertEquals(condition, reply.condition());
        assertEquals(later || condition.equals("remote-server-not-found"), reply.undelivered(),
            "the service itself answered, so it saw the push, and says whether it may have gone on");
    }

    @Test
    void aResultIsHealthyWhateverItCarries() {
        IQ iq = new IQ(IQ.Type.result, "x");
        iq.setChildElement("pubsub", "http://jabber.org/protocol/pubsub");
        assertEquals(new Reply(Kind.RESULT, "result", false), Reply.of(iq, true));
    }

    @Test
    void theOwnServerAnswersInTheNameOfAServiceThatIsAway() {
        assertEquals(new Reply(Kind.TRANSIENT, "service-unavailable", true), DeliveryRig.away());
        IQ iq = new IQ(IQ.Type.error, "x");
        iq.getElement().addElement("error").addElement("remote-server-not-found", STANZAS);
        assertEquals(new Reply(Kind.TRANSIENT, "remote-server-not-found", true), Reply.of(iq, false));
    }

    @Test
    void anErrorWithoutAnythingCounts() {
        assertEquals(new Reply(Kind.COUNTED, "undefined-condition", false), Reply.of(new IQ(IQ.Type.error, "x"), true));
        IQ iq = new IQ(IQ.Type.error, "x");
        iq.getElement().addElement("error");
        assertEquals(new Reply(Kind.COUNTED, "undefined-condition", false), Reply.of(iq, true));
    }

    @Test
    void textOfTheServiceNeverBecomesACondition() {
        IQ iq = new IQ(IQ.Type.error, "x");
        Element error = iq.getElement().addElement("error").addAttribute("type", "<b>");
        error.addElement("script", STANZAS).setText("alert(1)");
        error.addElement("item-not-found", "urn:other");
        assertEquals(new Reply(Kind.COUNTED, "undefined-condition", false), Reply.of(iq, true));
    }

    @Test
    void applicationConditionsAndTextDoNotHideTheCondition() {
        IQ iq = new IQ(IQ.Type.error, "x");
        Element error = iq.getElement().addElement("error").addAttribute("type", "cancel");
        error.addElement("closed-node", "http://jabber.org/protocol/pubsub#errors");
        error.addElement("text", STANZAS).setText("no such device");
        error.addElement("item-not-found", STANZAS);
        assertEquals(Kind.DEAD, Reply.of(iq, true).kind());
    }

    @Test
    void depthAndSizeDoNotMatter() {
        IQ iq = new IQ(IQ.Type.error, "x");
        Element error = iq.getElement().addElement("error");
        Element deep = error;
        for (int i = 0; i < 10_000; i++) {
            deep = deep.addElement("error").addElement("gone", "urn:x");
        }
        for (int i = 0; i < 50_000; i++) {
            error.addElement("junk", STANZAS);
        }
        error.addElement("gone", STANZAS);
        assertEquals("gone", Reply.of(iq, true).condition());
    }
}
