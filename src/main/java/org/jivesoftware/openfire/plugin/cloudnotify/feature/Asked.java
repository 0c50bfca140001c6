package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.Iterator;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/** Finds in an {@code <enable/>} what a feature is asked for. Everything that is read is hostile. */
final class Asked {

    /** The longest part of an address, in characters. */
    static final int LONGEST_NAME = 1_023;

    private Asked() {
    }

    /**
     * @param enable the request
     * @param name the name of a child that may be there once
     * @param namespace its namespace
     * @return the child, or null where there is none
     * @throws Refusal if there are two
     */
    static @Nullable Element child(Element enable, String name, String namespace) throws Refusal {
        Element found = null;
        for (Iterator<?> children = enable.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            if (child.getName().equals(name) && child.getNamespaceURI().equals(namespace)) {
                if (found != null) {
                    throw Refusal.badRequest("Only one '" + name + "' can be given.");
                }
                found = child;
            }
        }
        return found;
    }

    /**
     * @param item an element with an attribute 'jid'
     * @return the bare address in it
     * @throws Refusal if there is none
     */
    static String bareJid(Element item) throws Refusal {
        String text = item.attributeValue("jid");
        if (text == null || text.isEmpty()) {
            throw Refusal.badRequest("Each '" + item.getName() + "' needs an attribute 'jid'.");
        }
        try {
            return new JID(text).toBareJID();
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("An attribute 'jid' of '" + item.getName() + "' is not a valid address.");
        }
    }

    /** @return says that a list is longer than it may be */
    static Refusal tooMany(String name, int most) {
        return new Refusal(Condition.not_acceptable, Type.modify, "'" + name + "' may list " + most + " at most.");
    }
}
