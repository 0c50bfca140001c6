package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.dom4j.Node;
import org.dom4j.Text;

/**
 * 128 bits that are equal for all copies of one stanza, however it travelled, and different for any other content. What servers add
 * or change on the way does not count: the address it was delivered to, delays and stanza ids.
 *
 * @param high the upper half
 * @param low the lower half
 */
public record Fingerprint(long high, long low) {

    /** What is only there to close an element in the walk below. */
    private static final Object END = new Object();

    /**
     * @param stanza a stanza's element; not null
     * @return its fingerprint; never null
     */
    public static Fingerprint of(Element stanza) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        for (String attribute : List.of("type", "from", "id")) {
            add(digest, stanza.attributeValue(attribute));
        }
        // With a stack of its own, since a client may nest deeper than a thread's stack reaches.
        Deque<Object> open = new ArrayDeque<>();
        push(open, stanza, true);
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (next == END) {
                digest.update((byte) 1);
            } else if (next instanceof Element element) {
                add(digest, element.getName());
                add(digest, Namespaces.ofStream(element.getNamespaceURI()) ? "" : element.getNamespaceURI());
                attributes(digest, element);
                open.push(END);
                push(open, element, false);
            } else {
                add(digest, (String) next);
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(bytes.getLong(), bytes.getLong());
    }

    private static void push(Deque<Object> open, Element element, boolean top) {
        Deque<Object> children = new ArrayDeque<>();
        for (Iterator<?> nodes = element.nodeIterator(); nodes.hasNext();) {
            Node node = (Node) nodes.next();
            if (node instanceof Element child) {
                if (!top || !addedByServers(child)) {
                    children.push(child);
                }
            } else if (!top && node instanceof Text text) {
                children.push(text.getText());
            }
        }
        children.forEach(open::push);
    }

    private static boolean addedByServers(Element child) {
        String namespace = child.getNamespaceURI();
        return switch (child.getName()) {
            case "delay" -> namespace.equals("urn:xmpp:delay");
            case "x" -> namespace.equals("jabber:x:delay");
            case "stanza-id" -> namespace.equals("urn:xmpp:sid:0");
            case "archived" -> namespace.equals("urn:xmpp:mam:tmp");
            default -> false;
        };
    }

    private static void attributes(MessageDigest digest, Element element) {
        // Openfire's copies keep the order; sorting costs little for elements with more than one.
        List<?> attributes = element.attributes();
        attributes.stream().map(each -> (Attribute) each)
            .sorted((a, b) -> a.getQualifiedName().compareTo(b.getQualifiedName()))
            .forEach(attribute -> {
                add(digest, attribute.getQualifiedName());
                add(digest, attribute.getValue());
            });
    }

    private static void add(MessageDigest digest, String text) {
        if (text != null) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
        }
        digest.update((byte) 0);
    }
}
