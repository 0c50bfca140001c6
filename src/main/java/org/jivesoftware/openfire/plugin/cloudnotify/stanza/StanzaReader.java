package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Objects;
import org.dom4j.Element;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * Reads what the plugin needs to know of a stanza (spec §2, "Important or not"). Stateless but for the server's name; thread-safe.
 */
public final class StanzaReader {

    private static final String CARBONS = "urn:xmpp:carbons:2";
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String HINTS = "urn:xmpp:hints";
    private static final String PUBSUB_EVENT = "http://jabber.org/protocol/pubsub#event";
    /** A forward in a forward in … : deeper than any real one. */
    private static final int MAX_WRAPPERS = 4;

    private final String domain;

    /**
     * @param domain the server's own domain; not null
     */
    public StanzaReader(String domain) {
        this.domain = Objects.requireNonNull(domain);
    }

    /**
     * @param packet a stanza; not null. It is not changed.
     * @return what is to know of it; never null
     */
    public Stanza read(Packet packet) {
        Element element = packet.getElement();
        if (!(packet instanceof Message)) {
            Fingerprint fingerprint = Fingerprint.of(element);
            Stanza.Kind kind = packet instanceof Presence ? Stanza.Kind.PRESENCE : Stanza.Kind.IQ;
            return new Stanza(kind, packet.getFrom(), packet.getTo(), "error".equals(element.attributeValue("type")), false, false,
                null, false, packet.getFrom(), null, false, false, false, fingerprint, null);
        }
        boolean error = "error".equals(element.attributeValue("type"));
        boolean ownCopy = element.element(org.dom4j.QName.get("sent", CARBONS)) != null;
        Element content = content(element);
        boolean important = !error && !ownCopy && isImportant(content);
        boolean noStore = hint(element, "no-store");
        return new Stanza(Stanza.Kind.MESSAGE, packet.getFrom(), packet.getTo(), error, important, isEncrypted(content),
            error || ownCopy ? null : call(content), ownCopy, sender(content, packet), important ? body(content) : null,
            noStore, noStore || hint(element, "no-permanent-store"), "groupchat".equals(content.attributeValue("type")),
            // Of what it wraps: a carbon and the message itself are one stanza to the device.
            Fingerprint.of(content), delayedSince(element));
    }

    /**
     * @param one a stanza; not null
     * @param other a stanza; not null
     * @return whether they carry the same content, as a message and its carbon do
     */
    public boolean same(Packet one, Packet other) {
        return one instanceof Message && other instanceof Message
            && Fingerprint.of(content(one.getElement())).equals(Fingerprint.of(content(other.getElement())));
    }

    /**
     * The quick question before anything is read: whether a stanza proposes a call.
     *
     * @param message a message; not null
     * @return whether it, or what it wraps, holds a propose element
     */
    public static boolean proposesCall(Message message) {
        return call(message.getElement()) != null;
    }

    /** Follows carbons and forwards to the message that they wrap. */
    private static Element content(Element message) {
        Element content = message;
        for (int i = 0; i < MAX_WRAPPERS; i++) {
            Element wrapped = wrapped(content);
            if (wrapped == null) {
                break;
            }
            content = wrapped;
        }
        return content;
    }

    private static Element wrapped(Element message) {
        for (Iterator<?> children = message.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            String namespace = child.getNamespaceURI();
            Element holder = null;
            if (child.getName().equals("received") && namespace.equals(CARBONS)
                || child.getName().equals("result") && namespace.startsWith("urn:xmpp:mam:")) {
                holder = child(child, "forwarded", FORWARD);
            } else if (child.getName().equals("event") && namespace.equals(PUBSUB_EVENT)) {
                Element items = child(child, "items", PUBSUB_EVENT);
                String node = items == null ? null : items.attributeValue("node");
                if (node != null && node.startsWith("urn:xmpp:mucsub:nodes:")) {
                    holder = child(items, "item", PUBSUB_EVENT);
                }
            }
            if (holder != null) {
                Element message2 = child(holder, "message", null);
                if (message2 != null) {
                    return message2;
                }
            }
        }
        return null;
    }

    private static Element child(Element parent, String name, String namespace) {
        for (Iterator<?> children = parent.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            if (child.getName().equals(name) && (namespace == null || child.getNamespaceURI().equals(namespace))) {
                return child;
            }
        }
        return null;
    }

    private static boolean isImportant(Element message) {
        String type = message.attributeValue("type");
        if ("headline".equals(type) || "error".equals(type)) {
            return false;
        }
        String body = body(message);
        if ("groupchat".equals(type) && body == null && child(message, "subject", null) != null) {
            return false;
        }
        return body != null || isEncrypted(message) || call(message) != null;
    }

    private static boolean isEncrypted(Element message) {
        for (Iterator<?> children = message.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            String namespace = child.getNamespaceURI();
            boolean encrypted = switch (child.getName()) {
                case "encrypted" -> namespace.equals("eu.siacs.conversations.axolotl") || namespace.startsWith("urn:xmpp:omemo:");
                case "x" -> namespace.equals("jabber:x:encrypted");
                case "openpgp" -> namespace.startsWith("urn:xmpp:openpgp:");
                case "encryption" -> namespace.startsWith("urn:xmpp:eme:");
                default -> false;
            };
            if (encrypted) {
                return true;
            }
        }
        return false;
    }

    private static String call(Element message) {
        for (Iterator<?> children = message.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            if (child.getName().equals("propose") && child.getNamespaceURI().startsWith("urn:xmpp:jingle-message:")) {
                String id = child.attributeValue("id");
                return id == null ? "" : id;
            }
        }
        return null;
    }

    private static String body(Element message) {
        for (Iterator<?> children = message.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            if (child.getName().equals("body") && Namespaces.ofStream(child.getNamespaceURI())) {
                String text = child.getText();
                if (!text.isEmpty()) {
                    return cut(text);
                }
            }
        }
        return null;
    }

    private static String cut(String text) {
        if (text.length() <= Stanza.MAX_BODY) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(Stanza.MAX_BODY - 1)) ? Stanza.MAX_BODY - 1 : Stanza.MAX_BODY;
        return text.substring(0, end);
    }

    private static JID sender(Element content, Packet packet) {
        if (content == packet.getElement()) {
            return packet.getFrom();
        }
        String from = content.attributeValue("from");
        try {
            return from == null ? packet.getFrom() : new JID(from);
        } catch (IllegalArgumentException e) {
            return packet.getFrom();
        }
    }

    private static boolean hint(Element message, String name) {
        return child(message, name, HINTS) != null;
    }

    private Instant delayedSince(Element message) {
        for (Iterator<?> children = message.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            if (child.getName().equals("delay") && child.getNamespaceURI().equals("urn:xmpp:delay")
                && domain.equals(child.attributeValue("from"))) {
                try {
                    return OffsetDateTime.parse(child.attributeValue("stamp", "")).toInstant();
                } catch (DateTimeParseException e) {
                    return null;
                }
            }
        }
        return null;
    }
}
