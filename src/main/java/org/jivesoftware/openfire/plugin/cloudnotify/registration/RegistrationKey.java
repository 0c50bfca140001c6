package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * What makes a registration that registration: one user, one push service, one node (XEP-0357 §5). Immutable.
 *
 * <p>The node is a piece of an array, usually that of its {@link Registration}: a key is made each time it is asked for, and copies
 * nothing.
 */
public final class RegistrationKey {

    private final String username;
    private final JID service;
    private final byte[] texts;
    private final int from;
    private final int to;

    /**
     * @param username the user's local part, as Openfire keeps it (node-prepped)
     * @param service the address of the push service
     * @param node the node at the service, or null for "no node"; an empty node is no node
     */
    public RegistrationKey(String username, JID service, @Nullable String node) {
        this(username, service, node == null ? new byte[0] : node.getBytes(StandardCharsets.UTF_8));
    }

    private RegistrationKey(String username, JID service, byte[] node) {
        this(username, service, node, 0, node.length);
    }

    /**
     * @param texts holds the node in UTF-8, and does not change any more
     * @param from where it begins
     * @param to where it ends; the same for "no node"
     */
    RegistrationKey(String username, JID service, byte[] texts, int from, int to) {
        this.username = Objects.requireNonNull(username, "username");
        this.service = Objects.requireNonNull(service, "service");
        this.texts = texts;
        this.from = from;
        this.to = to;
    }

    /** @return the user's local part */
    public String username() {
        return username;
    }

    /** @return where its pushes go, which the form of the node says */
    public Destination destination() {
        // Where it begins as one of a browser, there is a node.
        WebOrigin origin = begins(WebEndpoint.BEGINNING) ? WebEndpoint.origin(Objects.requireNonNull(node())) : null;
        if (origin != null) {
            return new WebEndpoint(this, origin);
        }
        return begins(RelayedClient.BEGINNING) ? new RelayedClient(this) : new PubsubNode(this);
    }

    /** Cheap, since it is asked of every push. */
    private boolean begins(byte[] beginning) {
        return to - from > beginning.length && Arrays.equals(texts, from, from + beginning.length, beginning, 0, beginning.length);
    }

    /** @return the address of the push service */
    public JID service() {
        return service;
    }

    /** @return the node at the service, or null for "no node" */
    public @Nullable String node() {
        return from == to ? null : new String(texts, from, to - from, StandardCharsets.UTF_8);
    }

    /** @return the node in UTF-8, empty for "no node"; not to be changed */
    byte[] nodeBytes() {
        return Arrays.copyOfRange(texts, from, to);
    }

    /**
     * A short name of this key that is the same on every cluster node and after every restart, for the database's primary key and
     * for the console's links: nodes and JIDs are longer than databases let a key be.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String id() {
        return KeyIds.of(this);
    }

    /** @return the same, made anew */
    String newId() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            // NUL can be in none of the parts, since XML cannot carry it.
            sha256.update((username + '\0' + service + '\0').getBytes(StandardCharsets.UTF_8));
            sha256.update(texts, from, to - from);
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof RegistrationKey key && Arrays.equals(texts, from, to, key.texts, key.from, key.to)
            && username.equals(key.username) && service.equals(key.service);
    }

    /** A JID's own hash code puts its text together at each call, and maps ask for this one all the time. */
    @Override
    public int hashCode() {
        int hash = username.hashCode() * 31 + service.getDomain().hashCode();
        for (int i = from; i < to; i++) {
            hash = hash * 31 + texts[i];
        }
        return hash;
    }

    /** Without the node, which is a secret between an app and its service. */
    @Override
    public String toString() {
        return "RegistrationKey[" + username + " at " + service + "]";
    }
}
