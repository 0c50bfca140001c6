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
 * @param addresses users, by bare JID, and occupants of rooms, by their JID there; not null
 * @param occupants occupants of rooms, by their ids there (XEP-0421); not null
 * @param everybody whether it names all, or a group, of those who are in the room
 */
public record Mentions(List<JID> addresses, List<String> occupants, boolean everybody) {

    /** Nobody. */
    public static final Mentions NONE = new Mentions(List.of(), List.of(), false);

    private static final int MAX = 64;
    private static final int LONGEST_ID = 256;
    private static final String URI = "xmpp:";

    /** Copies. */
    public Mentions {
        addresses = List.copyOf(addresses);
        occupants = List.copyOf(occupants);
    }

    /**
     * @param before what is known already; not null
     * @param child a child of the message: hostile until it is read; not null
     * @return that, with whom the child names; never null
     */
    static Mentions with(Mentions before, Element child) {
        String namespace = child.getNamespaceURI();
        return switch (child.getName()) {
            case "reference" -> namespace.equals("urn:xmpp:reference:0") && "mention".equals(child.attributeValue("type"))
                ? before.and(ofUri(child.attributeValue("uri"))) : before;
            case "reply" -> namespace.equals("urn:xmpp:reply:0") ? before.and(address(child.attributeValue("to"))) : before;
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
        return group != null && group.contains("#") ? new Mentions(addresses, occupants, true)
            : and(address(mention.attributeValue("jid"))).andOccupant(mention.attributeValue("occupantid"));
    }

    private Mentions andOccupant(String id) {
        if (id == null || id.isEmpty() || id.length() > LONGEST_ID || occupants.size() >= MAX) {
            return this;
        }
        List<String> more = new ArrayList<>(occupants);
        more.add(id);
        return new Mentions(addresses, more, everybody);
    }

    private Mentions and(@Nullable JID address) {
        if (address == null || addresses.size() >= MAX) {
            return this;
        }
        List<JID> more = new ArrayList<>(addresses);
        more.add(address);
        return new Mentions(more, occupants, everybody);
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
