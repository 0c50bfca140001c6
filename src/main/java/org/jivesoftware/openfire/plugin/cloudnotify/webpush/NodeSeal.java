package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebEndpoint;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Puts a subscription into the node that its client enables, so that nothing has to be kept of what is registered and never enabled. A node
 * is good for one user, cannot be made or changed by anybody else, and is the same each time for the same subscription.
 *
 * <p>Deterministic authenticated encryption, built as SIV is (RFC 5297): the MAC of the user, the server and the plain text is the
 * initialisation vector of AES in counter mode. Thread-safe.
 */
final class NodeSeal {

    private static final String MAC = "HmacSHA256";
    private static final int VECTOR_BYTES = 16;
    private static final int SECRET_BYTES = 24;
    private static final byte VERSION = 1;
    private static final int HEAD = 1 + P256.PUBLIC_BYTES + ReceiverKeys.AUTH_BYTES;
    private static final Base64.Encoder WRITER = Base64.getUrlEncoder().withoutPadding();

    private final Supplier<byte[]> key;
    /** Of the key that was there last, since to derive them anew each time is what a push would spend most on here. */
    private volatile @Nullable Derived derived;

    /** The keys for each purpose. */
    private static final class Derived {

        private final byte[] from;
        private final SecretKeySpec node;
        private final SecretKeySpec secret;
        private final SecretKeySpec encryption;

        Derived(byte[] from) {
            this.from = from.clone();
            this.node = new SecretKeySpec(derived(from, "node"), MAC);
            this.secret = new SecretKeySpec(derived(from, "secret"), MAC);
            this.encryption = new SecretKeySpec(derived(from, "encryption"), "AES");
        }
    }

    /** @param key gives the server's key */
    NodeSeal(Supplier<byte[]> key) {
        this.key = Objects.requireNonNull(key);
    }

    /**
     * @param username whose
     * @param subscription what
     * @return the node
     */
    String node(String username, Subscription subscription) {
        byte[] path = subscription.path().getBytes(StandardCharsets.US_ASCII);
        byte[] plain = ByteBuffer.allocate(HEAD + path.length).put(VERSION).put(P256.bytes(subscription.key())).put(subscription.auth())
            .put(path).array();
        byte[] vector = vector(username, subscription.origin(), plain);
        byte[] sealed = ByteBuffer.allocate(VECTOR_BYTES + plain.length).put(vector).put(cipher(vector, plain)).array();
        return WebEndpoint.node(subscription.origin(), WRITER.encodeToString(sealed));
    }

    /**
     * @param username whose registration
     * @param node its node, or null
     * @return what is in it, or null where it was not made here for that user
     */
    @Nullable Subscription open(String username, @Nullable String node) {
        WebOrigin origin = node == null ? null : WebEndpoint.origin(node);
        if (node == null || origin == null) {
            return null;
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(WebEndpoint.sealed(node));
            if (sealed.length <= VECTOR_BYTES + HEAD) {
                return null;
            }
            byte[] vector = Arrays.copyOf(sealed, VECTOR_BYTES);
            byte[] plain = cipher(vector, Arrays.copyOfRange(sealed, VECTOR_BYTES, sealed.length));
            if (!MessageDigest.isEqual(vector, vector(username, origin, plain)) || plain[0] != VERSION) {
                return null;
            }
            Subscription opened = Subscription.of(origin.name() + new String(plain, HEAD, plain.length - HEAD, StandardCharsets.US_ASCII),
                Arrays.copyOfRange(plain, 1, 1 + P256.PUBLIC_BYTES), Arrays.copyOfRange(plain, 1 + P256.PUBLIC_BYTES, HEAD));
            // The last character of base64 can be written in more than one way.
            return node.equals(WebEndpoint.node(origin, WRITER.encodeToString(sealed))) ? opened : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * @param username whose
     * @param node one of the user's nodes
     * @return what has to be sent along with it when it is enabled
     */
    String secret(String username, String node) {
        byte[] mac = mac(derived().secret, username.getBytes(StandardCharsets.UTF_8), node.getBytes(StandardCharsets.UTF_8));
        return WRITER.encodeToString(Arrays.copyOf(mac, SECRET_BYTES));
    }

    /** @return whether that is it; takes as long for every wrong one */
    boolean isSecret(String username, String node, String secret) {
        return MessageDigest.isEqual(secret(username, node).getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] vector(String username, WebOrigin origin, byte[] plain) {
        return Arrays.copyOf(mac(derived().node, username.getBytes(StandardCharsets.UTF_8),
            origin.name().getBytes(StandardCharsets.US_ASCII), plain), VECTOR_BYTES);
    }

    /** Of parts that say how long they are, so that none can be moved into the next. */
    private static byte[] mac(SecretKeySpec by, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(by);
            for (byte[] part : parts) {
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    private Derived derived() {
        byte[] present = key.get();
        Derived known = derived;
        if (known == null || !MessageDigest.isEqual(known.from, present)) {
            known = new Derived(present);
            derived = known;
        }
        return known;
    }

    private static byte[] derived(byte[] key, String purpose) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(("Cloud Notify web push: " + purpose).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    /** Encrypts and decrypts, which is the same. */
    private byte[] cipher(byte[] vector, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, derived().encryption, new IvParameterSpec(vector));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    private static IllegalStateException impossible(GeneralSecurityException e) {
        return new IllegalStateException("Every Java platform can do this: " + e.getClass().getSimpleName());
    }
}
