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

    /** What a room tells who subscribes to it (MUC-Sub); takes a message. */
    public static final String ROOM_EVENT = "<event xmlns='http://jabber.org/protocol/pubsub#event'>"
        + "<items node='urn:xmpp:mucsub:nodes:messages'><item id='1'>%s</item></items></event>";
    /** A carbon (XEP-0280); takes "sent" or "received", and a message. */
    public static final String CARBON = "<%s xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>%s</forwarded></%1$s>";

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

    /** @return a message to a user's phone with a carbon of that kind in it */
    public static Message carbon(String kind, String from, String inner) {
        return message("<message type='chat' from='" + from + "' to='user@example.org/phone'>" + CARBON.formatted(kind, inner)
            + "</message>");
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
