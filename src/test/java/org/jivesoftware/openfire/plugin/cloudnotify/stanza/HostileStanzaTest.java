package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends is read quickly and without an exception. */
class HostileStanzaTest {

    private final StanzaReader reader = new StanzaReader("example.org");

    @ParameterizedTest
    @ValueSource(strings = {"<a>|</a>", "<message><body>x</body>|</message>",
        "<result xmlns='urn:xmpp:mam:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'>|</message></forwarded>"
            + "</result>",
        "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:mucsub:nodes:messages'><item>"
            + "<message xmlns='jabber:client'>|</message></item></items></event>"})
    void nestedTenThousandTimes(String element) {
        String[] parts = element.split("\\|");
        Element parsed = Xml.parse("<message from='a@b/c' to='user@example.org'>" + parts[0].repeat(10_000) + parts[1].repeat(10_000)
            + "</message>");
        assertNotNull(quickly(parsed).fingerprint());
    }

    @Test
    void wrappersEndSomewhere() {
        String wrapper = "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:mucsub:nodes:messages'><item>"
            + "<message xmlns='jabber:client'>%s</message></item></items></event>";
        String four = wrapper.replace("%s", wrapper.replace("%s", wrapper.replace("%s", wrapper)));
        assertTrue(reader.read(Xml.chat(four.replace("%s", "<body>x</body>"))).important());
        assertFalse(reader.read(Xml.chat(wrapper.replace("%s", four).replace("%s", "<body>x</body>"))).important());
    }

    @Test
    void manyChildrenAndAttributes() {
        StringBuilder children = new StringBuilder();
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            children.append("<delay xmlns='urn:xmpp:delay' from='example.org' stamp='x'/><x/>");
        }
        // No parser takes more.
        for (int i = 0; i < 9_999; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        assertEquals("Hello", quickly(Xml.parse("<message from='a@b/c'>" + children + "<body>Hello</body></message>")).body());
        assertNotNull(quickly(Xml.parse("<message from='a@b/c'><x" + attributes + "/></message>")).fingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<apply-to xmlns='urn:xmpp:fasten:0'>|</apply-to>", "<encrypted xmlns='urn:xmpp:omemo:2'>|</encrypted>",
        "<x xmlns='http://jabber.org/protocol/muc#user'>|</x>"})
    void whatIsLookedIntoHoldsAHundredThousandElements(String element) {
        String[] parts = element.split("\\|");
        assertNotNull(quickly(Xml.parse("<message from='a@b/c'>" + parts[0] + "<a/>".repeat(100_000) + parts[1] + "</message>")));
        assertNotNull(quickly(Xml.parse("<message from='a@b/c'>" + element.replace("|", "<a/>").repeat(50_000) + "</message>")));
    }

    @Test
    void megabytesOfText() {
        String text = "x".repeat(4_000_000);
        Stanza stanza = quickly(Xml.parse("<message from='a@b/c'><body>" + text + "</body><propose xmlns='urn:xmpp:jingle-message:0' id='"
            + text + "'/></message>"));
        assertEquals(Stanza.MAX_BODY, stanza.body().length());
        assertEquals(Stanza.MAX_BODY, stanza.call().length());
    }

    @Test
    void unpairedSurrogatesAndControlCharacters() {
        Element message = Xml.parse("<message from='a@b/c'><body/></message>");
        message.element("body").setText("\ud83d".repeat(2_000) + "\u0000\u0001\u0002");
        assertTrue(quickly(message).body().length() <= Stanza.MAX_BODY);
    }

    @Test
    void anErrorThatQuotesACallIsNone() {
        Stanza stanza = reader.read(Xml.message("<message type='error' from='a@b/c'><propose xmlns='urn:xmpp:jingle-message:0' id='1'/>"
            + "</message>"));
        assertEquals(null, stanza.call());
        assertTrue(stanza.error());
    }

    private Stanza quickly(Element message) {
        return assertTimeout(Duration.ofSeconds(5), () -> reader.read(new org.xmpp.packet.Message(message, true)));
    }
}
