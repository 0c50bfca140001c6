package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.Objects;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * What can be a reason to push at all (spec §2, "Never"), decided before anything of a stanza is read. Thread-safe.
 */
public final class Reasons {

    private final String domain;

    /**
     * @param domain the server's own domain; not null
     */
    public Reasons(String domain) {
        this.domain = Objects.requireNonNull(domain);
    }

    /**
     * @param packet a stanza for a user; not null
     * @param username the user's local part; not null
     * @return false for presence, for errors, and for IQs that the server itself, or the user's own account, sends
     */
    public boolean possible(Packet packet, String username) {
        if (packet instanceof Presence || "error".equals(packet.getElement().attributeValue("type"))) {
            return false;
        }
        if (!(packet instanceof IQ)) {
            return true;
        }
        JID from = packet.getFrom();
        if (from == null || !from.getDomain().equals(domain)) {
            return from != null;
        }
        return from.getNode() != null && !(from.getResource() == null && from.getNode().equals(username));
    }
}
