package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.dom4j.Node;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * 128 bits that are equal for all copies of one stanza, however it travelled, and different for any other content. What servers add
 * or change on the way does not count: the address it was delivered to, delays and stanza ids, and what is written and parsed again in
 * another form (line ends, prefixes, the cutting of text into pieces).
 *
 * <p>Two messages with the same content have the same fingerprint: who must tell them apart needs more than this. Where a message has an
 * id, that is part of its content; then the sender's resource is none, where the sender is a user of this server: a client that could not
 * resume its stream may log in under another one, and send again what it is not sure of.
 *
 * @param high the upper half
 * @param low the lower half
 */
public record Fingerprint(long high, long low) {

    /**
     * How many characters of a stanza count at most. Stanzas that are equal up to here and still different have different ids in
     * practice; and a client cannot make a routing thread read megabytes.
     */
    static final int MAX_CHARACTERS = 65_536;

    private static final Comparator<Attribute> ORDER = Comparator.comparing(Attribute::getName).thenComparing(Attribute::getNamespaceURI);
    /** What is hashed is put together here, for one stanza after the other. A JDK type, so that a thread keeps no class loader. */
    private static final ThreadLocal<StringBuilder> TEXT = new ThreadLocal<>();
    private static final int USUAL_CHARACTERS = 512;
    /** Nearly all stanzas are shorter than this; what a longer one needs is not kept. */
    private static final int KEPT_CHARACTERS = 4_096;

    /** The bit of the lower half that says that the message has an id. */
    private static final long IDENTIFIED = 1;

    /** In the text that is hashed; no stanza can hold these characters, since XML cannot. */
    private static final char PART = '\u0000';
    private static final char START = '\u0001';
    private static final char END = '\u0002';
    private static final char CALL = '\u0003';
    private static final char REQUEST = '\u0004';

    /**
     * @param message the element of a message
     * @param domain the domain of this server's users
     * @return its fingerprint
     */
    static Fingerprint of(Element message, String domain) {
        String id = message.attributeValue("id");
        boolean told = id != null && !id.isEmpty();
        String from = message.attributeValue("from");
        boolean anyResource = told && from != null && !"groupchat".equals(message.attributeValue("type"));
        Fingerprint look = of(message, envelope(message, from, anyResource ? withoutResource(from, domain) : length(from)));
        return new Fingerprint(look.high, told ? look.low | IDENTIFIED : look.low & ~IDENTIFIED);
    }

    /**
     * @return whether it is that of a message with an id: then two of the same look are, within minutes, one that was sent again
     */
    public boolean identified() {
        return (low & IDENTIFIED) != 0;
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }

    /** @return where an address ends that is taken for one without a resource */
    private static int withoutResource(String from, String domain) {
        int slash = from.indexOf('/');
        int at = from.indexOf('@');
        boolean local = slash > at && at > 0 && slash - at - 1 == domain.length() && from.startsWith(domain, at + 1);
        return local ? slash : from.length();
    }

    /**
     * @param contact who asks
     * @return the fingerprint of every request of that contact for a subscription
     */
    static Fingerprint ofRequest(JID contact) {
        return unidentified(TextDigest.of(REQUEST + contact.toBareJID()));
    }

    /**
     * @param stanza the element of a presence
     * @return its fingerprint
     */
    static Fingerprint of(Element stanza) {
        return unidentified(of(stanza, envelope(stanza)));
    }

    private static Fingerprint unidentified(Fingerprint look) {
        return new Fingerprint(look.high, look.low & ~IDENTIFIED);
    }

    private static Fingerprint of(Element stanza, StringBuilder text) {
        // With a stack of its own, since a client may nest deeper than a thread's stack reaches.
        Deque<Iterator<?>> open = new ArrayDeque<>(4);
        open.push(stanza.nodeIterator());
        while (!open.isEmpty() && text.length() < MAX_CHARACTERS) {
            if (!open.peek().hasNext()) {
                open.pop();
                text.append(END);
                continue;
            }
            Node node = (Node) open.peek().next();
            // Text beside the payload elements is white space of the stream.
            boolean top = open.size() == 1;
            if (node instanceof Element element) {
                if (!top || !changedByServers(element)) {
                    start(text, element);
                    open.push(element.nodeIterator());
                }
            } else if (!top && isText(node)) {
                text(text, node.getText());
            }
        }
        return TextDigest.of(text);
    }

    /**
     * IQs are never sent again by the server, and their ids tell them apart.
     *
     * @param iq the element of an IQ
     * @return its fingerprint, which does not depend on its content
     */
    static Fingerprint ofIq(Element iq) {
        return unidentified(TextDigest.of(envelope(iq)));
    }

    /**
     * @param caller who calls, or null for the server itself
     * @param id the call's id (XEP-0353)
     * @return the fingerprint of every stanza that proposes this call
     */
    static Fingerprint ofCall(@Nullable JID caller, String id) {
        return unidentified(TextDigest.of(new StringBuilder().append(CALL).append(caller).append(PART)
            .append(id, 0, Math.min(id.length(), MAX_CHARACTERS))));
    }

    private static StringBuilder envelope(Element stanza) {
        String from = stanza.attributeValue("from");
        return envelope(stanza, from, length(from));
    }

    private static StringBuilder envelope(Element stanza, String from, int end) {
        StringBuilder text = TEXT.get();
        if (text == null || text.capacity() > KEPT_CHARACTERS) {
            text = new StringBuilder(USUAL_CHARACTERS);
            TEXT.set(text);
        }
        text.setLength(0);
        String type = stanza.attributeValue("type");
        part(text, type, length(type));
        part(text, from, end);
        String id = stanza.attributeValue("id");
        part(text, id, length(id));
        return text;
    }

    private static void part(StringBuilder text, String value, int end) {
        if (value != null) {
            value(text, value, end);
        }
        text.append(PART);
    }

    private static void start(StringBuilder text, Element element) {
        String namespace = element.getNamespaceURI();
        text.append(START).append(element.getName()).append(PART).append(Namespaces.ofStream(namespace) ? "" : namespace);
        for (Attribute attribute : attributes(element)) {
            text.append(PART).append(attribute.getName()).append(PART).append(attribute.getNamespaceURI()).append(PART);
            value(text, attribute.getValue(), attribute.getValue().length());
        }
        text.append(PART);
    }

    private static List<Attribute> attributes(Element element) {
        int count = element.attributeCount();
        if (count == 0) {
            return List.of();
        }
        List<Attribute> attributes = new ArrayList<>(count);
        for (Iterator<?> each = element.attributeIterator(); each.hasNext();) {
            attributes.add((Attribute) each.next());
        }
        if (count > 1) {
            attributes.sort(ORDER);
        }
        return attributes;
    }

    private static boolean isText(Node node) {
        short type = node.getNodeType();
        return type == Node.TEXT_NODE || type == Node.CDATA_SECTION_NODE || type == Node.ENTITY_REFERENCE_NODE;
    }

    /** Appends text as it comes back from being written and parsed: the database's copy of an offline message was. */
    private static void text(StringBuilder to, String text) {
        int end = Math.min(text.length(), MAX_CHARACTERS);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c >= ' ' || c == '\t') {
                to.append(c);
            } else if ((c == '\n' || c == '\r') && to.charAt(to.length() - 1) != '\n') {
                // One line end may be two characters, and these in two pieces of text: so several count as one.
                to.append('\n');
            }
        }
    }

    /** Appends an attribute's value likewise: there, all white space becomes spaces. */
    private static void value(StringBuilder to, String value, int length) {
        int end = Math.min(length, MAX_CHARACTERS);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c >= ' ') {
                to.append(c);
            } else if (c == '\t' || c == '\n' || c == '\r' && (i + 1 == length || value.charAt(i + 1) != '\n')) {
                to.append(' ');
            }
        }
    }

    private static boolean changedByServers(Element child) {
        String namespace = child.getNamespaceURI();
        return switch (child.getName()) {
            case "delay" -> namespace.equals("urn:xmpp:delay");
            case "x" -> namespace.equals("jabber:x:delay");
            case "stanza-id" -> namespace.equals("urn:xmpp:sid:0");
            case "archived" -> namespace.equals("urn:xmpp:mam:tmp");
            // Taken out on the way to the recipient (XEP-0280 §6.1).
            case "private" -> namespace.equals("urn:xmpp:carbons:2");
            // Put in when offline messages are fetched (XEP-0013).
            case "offline" -> namespace.equals("http://jabber.org/protocol/offline");
            default -> false;
        };
    }
}
