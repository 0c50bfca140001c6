package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * A client of Push 2.0 that a relay pushes to: it is told by messages (behaviour §13). What the relay knows the client by is in the node.
 *
 * @param key the registration
 */
public record RelayedClient(RegistrationKey key) implements Destination {

    /** The longest name of a client, in characters. */
    public static final int LONGEST = 1_024;

    private static final String PREFIX = "urn:xmpp:push2:0#";
    static final byte[] BEGINNING = PREFIX.getBytes(StandardCharsets.US_ASCII);

    /** Checks. */
    public RelayedClient {
        Objects.requireNonNull(key);
    }

    /**
     * @param client what the relay knows a client by
     * @return the node
     */
    public static String node(String client) {
        return PREFIX + client;
    }

    /**
     * @param node any node, or null
     * @return whether it has the form of one of these
     */
    public static boolean isNode(@Nullable String node) {
        return node != null && node.startsWith(PREFIX) && node.length() > PREFIX.length();
    }

    /** @return the relay */
    public JID relay() {
        return key.service();
    }

    /** @return what the relay knows the client by */
    public String client() {
        return Objects.requireNonNull(key.node()).substring(PREFIX.length());
    }

    @Override
    public PushService service() {
        return new PubsubService(key.service());
    }
}
