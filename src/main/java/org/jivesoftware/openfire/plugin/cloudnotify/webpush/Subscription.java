package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.interfaces.ECPublicKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;

/**
 * What a browser gives to whoever may push to it: an endpoint, and the keys that encrypt what is said (RFC 8030, RFC 8291 §2). Checked, as
 * far as that needs no network. Immutable; shows itself to nobody but who pushes, since whoever knows an endpoint may push to it.
 */
final class Subscription {

    /** The longest endpoint, in characters. */
    static final int LONGEST = 1_024;

    private final WebOrigin origin;
    private final URI endpoint;
    private final ReceiverKeys keys;

    private Subscription(WebOrigin origin, URI endpoint, ReceiverKeys keys) {
        this.origin = origin;
        this.endpoint = endpoint;
        this.keys = keys;
    }

    /**
     * Reads what a client sent: hostile.
     *
     * @param endpoint the address
     * @param p256dh the browser's public key in base64, of either alphabet
     * @param auth the browser's secret, likewise
     * @return the subscription
     * @throws IllegalArgumentException if something is wrong; its message is for the client's developer and holds nothing of what was sent
     */
    static Subscription of(String endpoint, String p256dh, String auth) {
        return of(endpoint, ReceiverKeys.of(p256dh, auth, ReceiverKeys.Names.BROWSER));
    }

    static Subscription of(String endpoint, byte[] p256dh, byte[] auth) {
        return of(endpoint, ReceiverKeys.of(p256dh, auth));
    }

    static Subscription of(String endpoint, ReceiverKeys keys) {
        URI uri = uri(endpoint);
        return new Subscription(WebOrigin.of(uri), uri, keys);
    }

    private static URI uri(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("The endpoint is longer than " + LONGEST + " characters.");
        }
        try {
            URI uri = new URI(text);
            if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getRawUserInfo() != null || uri.getRawFragment() != null
                || text.chars().anyMatch(character -> character > '~')) {
                throw new IllegalArgumentException("The endpoint must be an https address without user and fragment.");
            }
            WebOrigin origin = WebOrigin.of(uri);
            return new URI(origin.name() + tail(uri));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The endpoint is no address.");
        }
    }

    /** What follows the origin. */
    private static String tail(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** @return which server the endpoint is on */
    WebOrigin origin() {
        return origin;
    }

    /** @return the endpoint, its origin in one form */
    URI endpoint() {
        return endpoint;
    }

    /** @return what follows the origin in the endpoint, at least "/" */
    String path() {
        return tail(endpoint);
    }

    /** @return by what is encrypted for the browser */
    ReceiverKeys keys() {
        return keys;
    }

    /** @return the browser's public key */
    ECPublicKey key() {
        return keys.key();
    }

    /** @return the browser's secret, 16 bytes, a copy */
    byte[] auth() {
        return keys.auth();
    }

    /** Shows the server only. */
    @Override
    public String toString() {
        return "Subscription[" + origin.name() + "]";
    }
}
