package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Objects;

/** The keys by which is encrypted for one receiver alone (RFC 8291 §2). Immutable; shows nothing. */
final class ReceiverKeys {

    static final int AUTH_BYTES = 16;
    /** What the longest key takes in base64, and a little. */
    private static final int LONGEST = 128;
    private static final Base64.Encoder WRITER = Base64.getUrlEncoder().withoutPadding();

    /** What clients call the two. */
    enum Names {
        /** As browsers do. */
        BROWSER("p256dh", "auth"),
        /** As Push 2.0 does. */
        PUSH2("ua-public", "auth-secret");

        final String key;
        final String secret;

        Names(String key, String secret) {
            this.key = key;
            this.secret = secret;
        }
    }

    private final ECPublicKey key;
    private final byte[] auth;

    private ReceiverKeys(ECPublicKey key, byte[] auth) {
        this.key = Objects.requireNonNull(key);
        this.auth = auth.clone();
    }

    /**
     * Reads what a client sent: hostile.
     *
     * @param p256dh the receiver's public key in base64, of either alphabet
     * @param auth the receiver's secret, likewise
     * @param names what the client calls them
     * @return the keys
     * @throws IllegalArgumentException if one is none; the message is for the client's developer and holds nothing of what was sent
     */
    static ReceiverKeys of(String p256dh, String auth, Names names) {
        return of(decoded(p256dh, names.key), decoded(auth, names.secret), names);
    }

    static ReceiverKeys of(byte[] p256dh, byte[] auth) {
        return of(p256dh, auth, Names.BROWSER);
    }

    private static ReceiverKeys of(byte[] p256dh, byte[] auth, Names names) {
        ECPublicKey key;
        try {
            key = P256.publicKey(p256dh);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + names.key + "' is no public key of P-256.");
        }
        if (auth.length != AUTH_BYTES) {
            throw new IllegalArgumentException("'" + names.secret + "' must be " + AUTH_BYTES + " bytes.");
        }
        return new ReceiverKeys(key, auth);
    }

    private static byte[] decoded(String text, String name) {
        String plain = text.strip();
        if (plain.length() <= LONGEST) {
            try {
                return Base64.getUrlDecoder().decode(plain.replace('+', '-').replace('/', '_').replace("=", ""));
            } catch (IllegalArgumentException e) {
                // Said below: its own message would quote the text.
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not base64.");
    }

    /**
     * @param text what {@link #write} gave
     * @return the keys
     * @throws IllegalArgumentException if it is no such text
     */
    static ReceiverKeys parsed(String text) {
        int space = text.indexOf(' ');
        return of(text.substring(0, Math.max(0, space)), text.substring(space + 1), Names.BROWSER);
    }

    /** @return as they are kept */
    String write() {
        return WRITER.encodeToString(P256.bytes(key)) + " " + WRITER.encodeToString(auth);
    }

    /** @return the public key */
    ECPublicKey key() {
        return key;
    }

    /** @return the secret, 16 bytes, a copy */
    byte[] auth() {
        return auth.clone();
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "ReceiverKeys";
    }
}
