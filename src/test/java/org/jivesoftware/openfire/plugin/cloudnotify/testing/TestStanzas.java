package org.jivesoftware.openfire.plugin.cloudnotify.testing;

import java.io.StringReader;
import java.time.Instant;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** Stanzas for tests, made from their XML; the server's domain is {@code example.org}. */
public final class TestStanzas {

    private static final StanzaReader READER = new StanzaReader("example.org");

    private TestStanzas() {
    }

    /** Parses a message, presence or IQ. */
    public static Packet packet(String xml) {
        try {
            Element element = new SAXReader().read(new StringReader(xml)).getRootElement();
            return switch (element.getName()) {
                case "message" -> new Message(element);
                case "presence" -> new Presence(element);
                default -> new IQ(element);
            };
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    /** Reads a stanza. */
    public static Stanza stanza(String xml) {
        return READER.read(packet(xml));
    }

    /** A chat message from romeo to juliet. */
    public static Stanza chat(String body) {
        return stanza("<message type='chat' from='romeo@example.org/orchard' to='juliet@example.org'><body>" + body + "</body></message>");
    }

    /** The same, as the server delivers it again. */
    public static Stanza delayed(String body, Instant stamp) {
        return stanza("<message type='chat' from='romeo@example.org/orchard' to='juliet@example.org'><body>" + body
            + "</body><delay xmlns='urn:xmpp:delay' from='example.org' stamp='" + stamp + "'/></message>");
    }
}
