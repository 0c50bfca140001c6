package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.Iterator;
import java.util.Objects;
import org.dom4j.Element;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * What can be a reason to push at all (docs/behaviour.md §2, "Never"), decided before anything of a stanza is read. Thread-safe.
 */
public final class Reasons {

    private static final String UNIFIED_PUSH = "http://gultsch.de/xmpp/drafts/unified-push";

    private final String domain;
    private final String subdomains;

    /**
     * @param domain the server's own domain
     */
    public Reasons(String domain) {
        this.domain = Objects.requireNonNull(domain);
        this.subdomains = "." + domain;
    }

    /**
     * @param packet a stanza for a user
     * @param username the user's local part
     * @return false for presence, for errors, for IQs that the server itself, one of its services, or the user's own account sends, and
     *     for those with which an archive ends its answer; true for those that bring a push of UnifiedPush, whoever sends them
     */
    public boolean possible(Packet packet, String username) {
        if (packet instanceof Presence || "error".equals(packet.getElement().attributeValue("type"))) {
            return false;
        }
        return !(packet instanceof IQ) || possible(packet.getElement(), packet.getFrom(), username);
    }

    private boolean possible(Element iq, JID from, String username) {
        if (from == null) {
            return false;
        }
        if (unifiedPush(iq)) {
            return true;
        }
        if (from.getDomain().equals(domain)) {
            return from.getNode() != null && !(from.getResource() == null && from.getNode().equals(username)) && !archive(iq);
        }
        // A room passes on what an occupant asks under the occupant's address, and asks under its own.
        boolean service = from.getDomain().endsWith(subdomains) && (from.getNode() == null || from.getResource() == null);
        return !service && !archive(iq);
    }

    /** @return whether an IQ brings a push of UnifiedPush */
    static boolean unifiedPush(Element iq) {
        return "set".equals(iq.attributeValue("type")) && payload(iq).equals(UNIFIED_PUSH);
    }

    private static boolean archive(Element iq) {
        return payload(iq).startsWith(StanzaReader.ARCHIVES);
    }

    private static String payload(Element iq) {
        Iterator<?> children = iq.elementIterator();
        return children.hasNext() ? ((Element) children.next()).getNamespaceURI() : "";
    }
}
