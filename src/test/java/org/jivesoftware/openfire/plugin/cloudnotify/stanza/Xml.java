package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.io.StringReader;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/** Stanzas from text, for tests. */
public final class Xml {

    private Xml() {
    }

    /** @return the root element, parsed as Openfire parses what it stored */
    public static Element parse(String xml) {
        try {
            return new SAXReader().read(new StringReader(xml)).getRootElement();
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    /** @return a message */
    public static Message message(String xml) {
        return new Message(parse(xml), true);
    }

    /** @return a message with these children from a friend to a user's account */
    public static Message chat(String children) {
        return message("<message type='chat' from='friend@example.net/home' to='user@example.org'>" + children + "</message>");
    }

    /** @return a presence */
    public static Presence presence(String xml) {
        return new Presence(parse(xml), true);
    }

    /** @return an IQ */
    public static IQ iq(String xml) {
        return new IQ(parse(xml), true);
    }
}
