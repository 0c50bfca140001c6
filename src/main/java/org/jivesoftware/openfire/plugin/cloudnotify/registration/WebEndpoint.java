package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a browser or a UnifiedPush distributor, to which is pushed by HTTP (behaviour §13). Which one and with which keys is
 * sealed
 * in the node, which only the room {@code webpush} opens; the server that it is on is in plain sight.
 *
 * @param key the registration
 * @param service the server that it is on
 */
public record WebEndpoint(RegistrationKey key, WebOrigin service) implements Destination {

    /** The longest node of one, in characters: what the longest endpoint and its keys take in base64. */
    public static final int LONGEST_NODE = 1_600;
    private static final String PREFIX = "web+";
    static final byte[] BEGINNING = (PREFIX + WebOrigin.SCHEME).getBytes(StandardCharsets.US_ASCII);

    /** Checks. */
    public WebEndpoint {
        Objects.requireNonNull(key);
        Objects.requireNonNull(service);
    }

    /**
     * @param origin the server
     * @param sealed what is sealed, of characters that a path can hold
     * @return the node
     */
    public static String node(WebOrigin origin, String sealed) {
        return PREFIX + origin.name() + "/" + sealed;
    }

    /**
     * @param node any node, or null
     * @return whether it has the form of one
     */
    public static boolean isNode(@Nullable String node) {
        return node != null && origin(node) != null;
    }

    /**
     * @param node any node
     * @return the server in it, or null where it does not have the form of one
     */
    public static @Nullable WebOrigin origin(String node) {
        int end = node.startsWith(PREFIX + WebOrigin.SCHEME) ? node.indexOf('/', BEGINNING.length) : -1;
        if (end < 0) {
            return null;
        }
        try {
            return WebOrigin.of(node.substring(PREFIX.length(), end));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * @param node one of these
     * @return what is sealed in it
     */
    public static String sealed(String node) {
        return node.substring(node.indexOf('/', BEGINNING.length) + 1);
    }
}
