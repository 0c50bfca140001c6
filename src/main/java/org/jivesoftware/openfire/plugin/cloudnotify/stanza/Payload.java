package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.Iterator;
import org.dom4j.Element;
import org.dom4j.QName;

/**
 * What one message element holds, found in one walk over its children.
 *
 * <p>Never looks deeper than the path to a wrapped message, so that deep nesting costs nothing.
 */
final class Payload {

    static final String CARBONS = "urn:xmpp:carbons:2";
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String PUBSUB_EVENT = "http://jabber.org/protocol/pubsub#event";

    final Element message;
    /** The first body with text, cut, or null. */
    String body;
    boolean subject;
    boolean encrypted;
    /** The id of the call that is proposed, "" where it has none, or null. */
    String call;
    boolean noStore;
    boolean noPermanentStore;
    /** The message in a carbon of kind received, or null. */
    Element received;
    /** Whether it claims to be a carbon of kind sent. */
    boolean sent;
    /** The message in an archive's result or a room's event, or null. */
    Element forwarded;

    /**
     * @param message a message element; not null, not changed
     */
    Payload(Element message) {
        this.message = message;
        for (Iterator<?> children = message.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            read(child, child.getName(), child.getNamespaceURI());
        }
    }

    String type() {
        return message.attributeValue("type");
    }

    /** Spec §2, "Important or not", for a message that wraps no other. */
    boolean important() {
        String type = type();
        if ("headline".equals(type) || "error".equals(type)) {
            return false;
        }
        // XEP-0045 §7.2.15: a subject without a body is a change of the room's subject.
        if ("groupchat".equals(type) && body == null && subject) {
            return false;
        }
        return body != null || encrypted || call != null;
    }

    private void read(Element child, String name, String namespace) {
        switch (name) {
            case "body" -> readBody(child, namespace);
            case "subject" -> subject |= Namespaces.ofStream(namespace);
            case "encrypted" -> encrypted |= namespace.equals("eu.siacs.conversations.axolotl") || namespace.startsWith("urn:xmpp:omemo:");
            case "x" -> encrypted |= namespace.equals("jabber:x:encrypted");
            case "openpgp" -> encrypted |= namespace.startsWith("urn:xmpp:openpgp:");
            case "encryption" -> encrypted |= namespace.startsWith("urn:xmpp:eme:");
            case "propose" -> readCall(child, namespace);
            case "no-store" -> noStore |= namespace.equals("urn:xmpp:hints");
            case "no-permanent-store" -> noPermanentStore |= namespace.equals("urn:xmpp:hints");
            case "sent" -> sent |= namespace.equals(CARBONS);
            case "received" -> received = received == null && namespace.equals(CARBONS) ? inForwarded(child) : received;
            case "result" -> forwarded = forwarded == null && namespace.startsWith("urn:xmpp:mam:") ? inForwarded(child) : forwarded;
            case "event" -> forwarded = forwarded == null && namespace.equals(PUBSUB_EVENT) ? inRoomEvent(child) : forwarded;
            default -> { }
        }
    }

    private void readBody(Element child, String namespace) {
        if (body == null && Namespaces.ofStream(namespace)) {
            String text = child.getText();
            if (!text.isEmpty()) {
                body = cut(text);
            }
        }
    }

    private void readCall(Element child, String namespace) {
        if (call == null && namespace.startsWith(StanzaReader.CALLS)) {
            String id = child.attributeValue("id");
            call = id == null ? "" : id;
        }
    }

    /** Cuts text to what is kept of a body, never inside a character. */
    static String cut(String text) {
        if (text.length() <= Stanza.MAX_BODY) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(Stanza.MAX_BODY - 1)) ? Stanza.MAX_BODY - 1 : Stanza.MAX_BODY;
        return text.substring(0, end);
    }

    private static Element inForwarded(Element wrapper) {
        Element holder = wrapper.element(QName.get("forwarded", FORWARD));
        return holder == null ? null : messageIn(holder);
    }

    /** A room's event (MUC-Sub): the message is the item's payload. */
    private static Element inRoomEvent(Element event) {
        Element items = event.element(QName.get("items", PUBSUB_EVENT));
        String node = items == null ? null : items.attributeValue("node");
        if (node == null || !node.startsWith("urn:xmpp:mucsub:nodes:")) {
            return null;
        }
        Element item = items.element(QName.get("item", PUBSUB_EVENT));
        return item == null ? null : messageIn(item);
    }

    private static Element messageIn(Element holder) {
        for (Iterator<?> children = holder.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            if (child.getName().equals("message") && Namespaces.ofStream(child.getNamespaceURI())) {
                return child;
            }
        }
        return null;
    }
}
