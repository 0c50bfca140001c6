package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.xmpp.packet.JID;

/**
 * What makes a registration that registration: one user, one push service, one node (XEP-0357 §5).
 *
 * @param username the user's local part, as Openfire keeps it (node-prepped); not null
 * @param service the address of the push service; not null
 * @param node the node at the service, or null for "no node"; an empty node is no node
 */
public record RegistrationKey(String username, JID service, String node) {

    /** Checks and normalises. */
    public RegistrationKey {
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(service, "service");
        if (node != null && node.isEmpty()) {
            node = null;
        }
    }

    /** The same for equal keys, as ever. A JID's own hash code puts its text together at each call, and maps ask for it all the time. */
    @Override
    public int hashCode() {
        return (username.hashCode() * 31 + service.getDomain().hashCode()) * 31 + (node == null ? 0 : node.hashCode());
    }

    /**
     * A short name of this key that is the same on every cluster node and after every restart, for the database's primary key and
     * for the console's links: nodes and JIDs are longer than databases let a key be.
     *
     * @return 64 lower-case hexadecimal digits; never null
     */
    public String id() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            // NUL can be in none of the parts, since XML cannot carry it.
            String text = username + '\0' + service + '\0' + (node == null ? "" : node);
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
