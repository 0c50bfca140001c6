package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * Whom a message names by elements made for that: XEP-0372 (references), XEP-0461 (replies) and XEP-0513 (explicit mentions). Immutable.
 *
 * @param addresses users, by bare JID, and occupants of rooms, by their JID there
 * @param occupants occupants of rooms, by their ids there (XEP-0421)
 * @param everybody whether it names all, or a group, of those who are in the room
 * @param replies those of the addresses that it replies to
 */
public record Mentions(List<JID> addresses, List<String> occupants, boolean everybody, List<JID> replies) {

    /** Nobody. */
    public static final Mentions NONE = new Mentions(List.of(), List.of(), false, List.of());

    private static final int MAX = 64;
    private static final int LONGEST_ID = 256;
    private static final String URI = "xmpp:";

    /** Copies. */
    public Mentions {
        addresses = List.copyOf(addresses);
        occupants = List.copyOf(occupants);
        replies = List.copyOf(replies);
    }

    /** @return whom it replies to, and nobody else */
    public Mentions ofReplies() {
        return new Mentions(replies, List.of(), false, replies);
    }

    /** @return the same without whom it replies to */
    public Mentions withoutReplies() {
        List<JID> named = new ArrayList<>(addresses);
        // One of each: whom it replies to it may name as well.
        replies.forEach(named::remove);
        return new Mentions(named, occupants, everybody, List.of());
    }

    /**
     * @param before what is known already
     * @param child a child of the message: hostile until it is read
     * @return that, with whom the child names
     */
    static Mentions with(Mentions before, Element child) {
        String namespace = child.getNamespaceURI();
        return switch (child.getName()) {
            case "reference" -> namespace.equals("urn:xmpp:reference:0") && "mention".equals(child.attributeValue("type"))
                ? before.and(ofUri(child.attributeValue("uri"))) : before;
            case "reply" -> namespace.equals("urn:xmpp:reply:0") ? before.reply(address(child.attributeValue("to"))) : before;
            case "mention" -> namespace.equals("urn:xmpp:mentions:0") ? before.explicit(child) : before;
            default -> before;
        };
    }

    private Mentions explicit(Element mention) {
        String silent = mention.attributeValue("noping");
        if (silent != null && !silent.equals("false") && !silent.equals("0")) {
            return this;
        }
        String group = mention.attributeValue("mentions");
        return group != null && group.contains("#") ? new Mentions(addresses, occupants, true, replies)
            : and(address(mention.attributeValue("jid"))).andOccupant(mention.attributeValue("occupantid"));
    }

    private Mentions andOccupant(String id) {
        if (id == null || id.isEmpty() || id.length() > LONGEST_ID || occupants.size() >= MAX) {
            return this;
        }
        List<String> more = new ArrayList<>(occupants);
        more.add(id);
        return new Mentions(addresses, more, everybody, replies);
    }

    private Mentions and(@Nullable JID address) {
        if (address == null || addresses.size() >= MAX) {
            return this;
        }
        List<JID> more = new ArrayList<>(addresses);
        more.add(address);
        return new Mentions(more, occupants, everybody, replies);
    }

    private Mentions reply(@Nullable JID address) {
        if (address == null || addresses.size() >= MAX) {
            return this;
        }
        List<JID> more = new ArrayList<>(replies);
        more.add(address);
        return new Mentions(and(address).addresses, occupants, everybody, more);
    }

    private static @Nullable JID ofUri(String uri) {
        if (uri == null || !uri.startsWith(URI)) {
            return null;
        }
        String path = uri.substring(URI.length()).split("[?#]", 2)[0];
        try {
            return address(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable JID address(String text) {
        try {
            return text == null || text.isEmpty() || text.length() > Stanza.MAX_BODY ? null : new JID(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
