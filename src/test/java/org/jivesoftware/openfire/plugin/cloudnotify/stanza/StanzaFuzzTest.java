package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.fuzz.FuzzedElement;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;

/** Whatever somebody sends to a user is read without a failure, and known again. */
class StanzaFuzzTest {

    private static final StanzaReader READER = new StanzaReader("example.org");

    @FuzzTest(maxDuration = "3m")
    void messages(FuzzedDataProvider data) {
        Element element = FuzzedElement.of(data, "message", "");
        Message message = element == null ? null : message(element);
        if (message == null) {
            return;
        }
        Stanza stanza = READER.read(message);
        assertNotNull(stanza.toString());
        assertTrue(stanza.body() == null || !stanza.body().isEmpty() && stanza.important());
        assertFalse(stanza.error() && stanza.important());
        assertFalse(stanza.important() && !stanza.reason());
        assertTrue(stanza.traits().displayed() == null || stanza.traits().displayed().length() <= Stanza.MAX_BODY);
        StanzaReader.proposesCall(message);
        Message copy = message.createCopy();
        assertEquals(stanza, READER.read(copy));
        copy.addChildElement("delay", "urn:xmpp:delay").addAttribute("from", "example.org").addAttribute("stamp", "2026-01-01T00:00:00Z");
        Stanza delayed = READER.read(copy);
        assertEquals(stanza.fingerprint(), delayed.fingerprint());
        assertNotNull(delayed.delayedSince());
        new Reasons("example.org").possible(message, "alice");
    }

    @FuzzTest(maxDuration = "1m")
    void iqs(FuzzedDataProvider data) {
        Element element = FuzzedElement.of(data, "iq", "");
        IQ iq = element == null ? null : iq(element);
        if (iq != null) {
            assertFalse(READER.read(iq).important());
            new Reasons("example.org").possible(iq, "alice");
        }
    }

    private static IQ iq(Element element) {
        try {
            return new IQ(element);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Openfire refuses stanzas with malformed addresses itself. */
    private static Message message(Element element) {
        try {
            return new Message(element);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
