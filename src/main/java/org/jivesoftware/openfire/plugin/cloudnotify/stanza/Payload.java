package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;

/**
 * What one message element holds, found in one walk over its children. Never looks deeper than the path to a wrapped message, and at the
 * children of what says whether something is in it, so that deep nesting costs nothing.
 */
final class Payload {

    static final String CARBONS = "urn:xmpp:carbons:2";
    /** A sender can write wrong delays of this server before the right ones; so many are kept, since each costs an exception. */
    static final int MAX_STAMPS = 32;
    private static final int MAX_STANZA_IDS = 8;
    private static final QName LANGUAGE = QName.get("lang", Namespace.XML_NAMESPACE);
    private static final String ROOM = "http://jabber.org/protocol/muc#user";

    final Element message;
    /** The first body with text that names no language (RFC 6121 §5.2.3), else the first one, cut; or null. */
    @Nullable String body;
    /** What is cut off, up to {@link Traits#LONGEST_BODY}, or null. */
    @Nullable String rest;
    /** The ids that archives gave it (XEP-0359), as they say who they are: not to be trusted alone. Or null. */
    @Nullable List<Element> stanzaIds;
    boolean subject;
    /** Whether it is marked as end-to-end encrypted, by what it holds or by XEP-0380. */
    boolean encrypted;
    boolean noStore;
    boolean noPermanentStore;
    /** The message in a carbon of kind received, or null. */
    @Nullable Element received;
    /** Whether it claims to be a carbon of kind sent, and the message in that, or null. */
    boolean sent;
    @Nullable Element sentMessage;
    /** Whether it holds an event of a publish-subscribe node, and the message that a room's event (MUC-Sub) wraps, or null. */
    boolean event;
    @Nullable Element roomMessage;
    /** Whether it holds what an archive answers (XEP-0313): a result, or the end of the results. */
    boolean archive;
    /** Whether it holds a delay of somebody else than this server. */
    boolean foreignDelay;
    /** The stamps of this server's delays, as they are written, in their order, or null. */
    @Nullable List<String> stamps;
    /** The first signal of a call (XEP-0353), or null. */
    @Nullable CallSignal signal;
    /** The id that the writer's client gave it (XEP-0359), or null. */
    @Nullable String originId;
    /** The id of the message that is marked as displayed (XEP-0333), cut, or null. */
    @Nullable String displayed;
    /** Whom it names. */
    Mentions mentions = Mentions.NONE;
    /** Whether the body that was found names a language. */
    private boolean translated;
    private final String domain;
    private final String type;
    /** OMEMO with, or without, something that is encrypted. */
    private boolean omemo;
    private boolean keysOnly;
    /** Something else that is encrypted. */
    private boolean pgp;
    /** An invitation, a file or a sticker. */
    private boolean notable;
    /** Whether it changes an earlier message: it corrects it, takes it back or reacts to it. */
    private boolean change;

    /**
     * @param message a message element; not changed
     * @param domain the server's own domain
     */
    Payload(Element message, String domain) {
        this.message = message;
        this.domain = domain;
        this.type = message.attributeValue("type");
        for (int i = 0; i < message.nodeCount(); i++) {
            if (message.node(i) instanceof Element child) {
                read(child, child.getName(), child.getNamespaceURI());
            }
        }
    }

    String type() {
        return type;
    }

    String id() {
        return message.attributeValue("id");
    }

    boolean groupchat() {
        return "groupchat".equals(type());
    }

    /** XEP-0045 §7.2.15: a subject without a body is a change of the room's subject. */
    boolean subjectChange() {
        return subject && body == null && groupchat();
    }

    /** @return the id of the call that is proposed, "" where it has none, or null */
    @Nullable String call() {
        return signal != null && signal.kind() == CallSignal.Kind.PROPOSE ? signal.id() : null;
    }

    /** docs/behaviour.md §2, "Important or not", for a message that wraps no other. */
    boolean important() {
        if ("headline".equals(type) || "error".equals(type) || subjectChange()) {
            return false;
        }
        if (call() != null) {
            return true;
        }
        // The body of both, where there is one, is for clients that do not know them.
        if (change || keysOnly && !omemo && !pgp) {
            return false;
        }
        return body != null || encrypted || notable;
    }

    private void read(Element child, String name, String namespace) {
        switch (name) {
            case "body" -> readBody(child, namespace);
            case "subject" -> subject |= Namespaces.ofStream(namespace);
            case "x" -> readX(child, namespace);
            case "encrypted" -> readOmemo(child, namespace);
            case "openpgp" -> pgp(namespace.startsWith("urn:xmpp:openpgp:"));
            case "encryption" -> encrypted |= namespace.startsWith("urn:xmpp:eme:");
            case "invite" -> notable |= namespace.startsWith("urn:xmpp:call-invites:");
            case "file-sharing" -> notable |= namespace.startsWith("urn:xmpp:sfs:");
            case "sticker" -> notable |= namespace.startsWith("urn:xmpp:stickers:");
            case "replace", "reactions", "retracted", "moderated" -> change |= ofChange(namespace);
            case "apply-to" -> change |= namespace.startsWith("urn:xmpp:fasten:") && fastensChange(child);
            case "fallback" -> change |= isFallback(namespace) && ofChange(child.attributeValue("for", ""));
            case "propose", "retract", "accept", "reject", "proceed", "finish" -> readSignal(child, name, namespace);
            case "displayed" -> readDisplayed(child, namespace);
            case "origin-id" -> originId = namespace.startsWith("urn:xmpp:sid:") ? child.attributeValue("id") : originId;
            case "stanza-id" -> readStanzaId(child, namespace);
            case "no-store" -> noStore |= namespace.equals("urn:xmpp:hints");
            case "no-permanent-store" -> noPermanentStore |= namespace.equals("urn:xmpp:hints");
            case "delay" -> readDelay(child, namespace.equals("urn:xmpp:delay"));
            case "sent" -> readSent(child, namespace);
            case "received" -> received = received == null && namespace.equals(CARBONS) ? WrappedMessage.inForwarded(child) : received;
            case "result", "fin" -> archive |= namespace.startsWith(StanzaReader.ARCHIVES);
            case "event" -> readEvent(child, namespace);
            case "reference", "reply", "mention" -> mentions = Mentions.with(mentions, child);
            default -> { }
        }
    }

    private void readBody(Element child, String namespace) {
        if ((body == null || translated) && Namespaces.ofStream(namespace)) {
            String text = child.getText();
            boolean names = child.attributeValue(LANGUAGE) != null;
            if (!text.isEmpty() && (body == null || !names)) {
                translated = names;
                body = cut(text);
                rest = body.length() == text.length() ? null : cut(text, Traits.LONGEST_BODY).substring(body.length());
            }
        }
    }

    private void readX(Element child, String namespace) {
        switch (namespace) {
            case "jabber:x:encrypted" -> pgp(true);
            // An invitation (XEP-0249), and a file (XEP-0066).
            case "jabber:x:conference", "jabber:x:oob" -> notable = true;
            // An invitation that a room passes on (XEP-0045 §7.8.2).
            case ROOM -> notable |= child.element(QName.get("invite", ROOM)) != null;
            case "jabber:x:delay" -> readDelay(child, true);
            default -> { }
        }
    }

    private void readOmemo(Element child, String namespace) {
        if (namespace.equals("eu.siacs.conversations.axolotl") || namespace.startsWith("urn:xmpp:omemo:")) {
            Element payload = child.element("payload");
            boolean something = payload != null && payload.nodeCount() > 0;
            encrypted = true;
            omemo |= something;
            keysOnly |= !something;
        }
    }

    private void pgp(boolean is) {
        pgp |= is;
        encrypted |= is;
    }

    /** XEP-0308, XEP-0424 and XEP-0425, XEP-0444. */
    private static boolean ofChange(String namespace) {
        return namespace.startsWith("urn:xmpp:message-correct:") || namespace.startsWith("urn:xmpp:message-retract:")
            || namespace.startsWith("urn:xmpp:message-moderate:") || namespace.startsWith("urn:xmpp:reactions:");
    }

    /** As the first versions of XEP-0424 and XEP-0425 did. */
    private static boolean fastensChange(Element child) {
        for (Iterator<?> fastened = child.elementIterator(); fastened.hasNext();) {
            if (ofChange(((Element) fastened.next()).getNamespaceURI())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFallback(String namespace) {
        return namespace.startsWith("urn:xmpp:fallback:") || namespace.startsWith("urn:xmpp:feature-fallback:");
    }

    private void readSignal(Element child, String name, String namespace) {
        if (namespace.startsWith(StanzaReader.CALLS)) {
            // One that rings counts before all others.
            if (signal == null || call() == null && name.equals("propose")) {
                signal = CallSignal.of(name, child);
            }
        } else {
            change |= ofChange(namespace);
        }
    }

    private void readDisplayed(Element child, String namespace) {
        String id = child.attributeValue("id");
        if (displayed == null && id != null && namespace.startsWith("urn:xmpp:chat-markers:")) {
            displayed = cut(id);
        }
    }

    private void readDelay(Element child, boolean delay) {
        if (!delay) {
            return;
        }
        if (!domain.equals(child.attributeValue("from"))) {
            foreignDelay = true;
        } else if (child.getName().equals("delay")) {
            stamps = stamps == null ? new ArrayList<>(2) : stamps;
            if (stamps.size() < MAX_STAMPS) {
                stamps.add(child.attributeValue("stamp", ""));
            }
        }
    }

    private void readSent(Element child, String namespace) {
        if (!sent && namespace.equals(CARBONS)) {
            sent = true;
            sentMessage = WrappedMessage.inForwarded(child);
        }
    }

    private void readEvent(Element child, String namespace) {
        if (!event && namespace.equals(WrappedMessage.PUBSUB_EVENT)) {
            event = true;
            roomMessage = WrappedMessage.inRoomEvent(child);
        }
    }

    /** Cuts text to what is kept of a body, never inside a character. */
    static String cut(String text) {
        return cut(text, Stanza.MAX_BODY);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    private void readStanzaId(Element child, String namespace) {
        if (namespace.startsWith("urn:xmpp:sid:")) {
            stanzaIds = stanzaIds == null ? new ArrayList<>(2) : stanzaIds;
            if (stanzaIds.size() < MAX_STANZA_IDS) {
                stanzaIds.add(child);
            }
        }
    }

    /**
     * @param archives who may have given it an id, as bare addresses
     * @return the ids by which a marker may name it, cut as a body is: its own, and what these archives gave it
     */
    MessageIds ids(List<String> archives) {
        String own = id() == null ? null : cut(id());
        if (stanzaIds == null) {
            return own == null ? MessageIds.NONE : new MessageIds(own, List.of());
        }
        List<MessageIds.Given> given = new ArrayList<>(2);
        for (Element each : stanzaIds) {
            String id = each.attributeValue("id");
            if (id != null && archives.contains(each.attributeValue("by"))) {
                given.add(new MessageIds.Given(each.attributeValue("by"), cut(id)));
            }
        }
        return new MessageIds(own, given);
    }
}
