package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Iterator;
import java.util.Objects;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Attention;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/**
 * A user does something at a device: says something, types, or reads (docs/behaviour.md §11, "Grace"). What clients send by themselves,
 * such as receipts, is nothing. By the thread that routes, at the cost of a look at the message's children.
 */
public final class UseTrigger {

    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";

    private final StanzaReader reader;
    private final Attention uses;

    /**
     * @param reader reads messages
     * @param uses is told
     */
    public UseTrigger(StanzaReader reader, Attention uses) {
        this.reader = Objects.requireNonNull(reader);
        this.uses = Objects.requireNonNull(uses);
    }

    /** A session of the user sent a message. */
    void said(String username, @Nullable String resource, Message message) {
        if (resource != null && byHand(message)) {
            uses.used(username, resource);
        }
    }

    /** A session of the user publishes what was read. */
    void published(String username, @Nullable String resource) {
        if (resource != null) {
            uses.used(username, resource);
        }
    }

    private boolean byHand(Message message) {
        Element element = message.getElement();
        if ("error".equals(element.attributeValue("type"))) {
            return false;
        }
        for (Iterator<?> children = element.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            String namespace = child.getNamespaceURI();
            if (namespace.equals(CHAT_STATES)) {
                if (!child.getName().equals("gone")) {
                    return true;
                }
            } else if (child.getName().equals("displayed") && namespace.startsWith("urn:xmpp:chat-markers:")) {
                return true;
            }
        }
        return reader.read(message).important();
    }
}
