package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server's own keys: one seals what clients register, one signs for what is pushed (RFC 8292). Made when they are needed first, and
 * kept. Where somebody else changes one, as another cluster node that was faster, that one is used from then on. Thread-safe.
 */
public final class WebPushKeys {

    /** Under which name the key that seals is kept. */
    public static final String SEALING = "cloudnotify.endpoint-key";
    /** Under which name the key that signs is kept. */
    public static final String SIGNING = "cloudnotify.vapid-key";
    private static final int SEALING_BYTES = 32;
    private static final Base64.Encoder WRITER = Base64.getUrlEncoder().withoutPadding();

    private final SecretStore store;
    private final SecureRandom random;
    private @Nullable Signing signing;

    /**
     * The key that signs.
     *
     * @param text as it is kept
     * @param key signs
     * @param publicKey the other half, in base64url
     */
    record Signing(String text, ECPrivateKey key, String publicKey) {

        /** @return the other half, as a point */
        byte[] publicBytes() {
            return Base64.getUrlDecoder().decode(publicKey);
        }

        /** Shows nothing. */
        @Override
        public String toString() {
            return "Signing";
        }
    }

    /**
     * @param store keeps them
     * @param random where they come from
     */
    public WebPushKeys(SecretStore store, SecureRandom random) {
        this.store = Objects.requireNonNull(store);
        this.random = Objects.requireNonNull(random);
    }

    /** @return the key that seals, 32 bytes */
    synchronized byte[] sealing() {
        byte[] kept = read(store.get(SEALING));
        if (kept != null && kept.length == SEALING_BYTES) {
            return kept;
        }
        byte[] fresh = new byte[SEALING_BYTES];
        random.nextBytes(fresh);
        store.put(SEALING, WRITER.encodeToString(fresh));
        return fresh;
    }

    /** @return the key that signs */
    synchronized Signing signing() {
        String text = store.get(SIGNING);
        Signing present = signing;
        if (present != null && present.text().equals(text)) {
            return present;
        }
        Signing read = text == null ? null : parsed(text);
        signing = read == null ? made() : read;
        return signing;
    }

    private Signing made() {
        try {
            KeyPair pair = P256.generate(random);
            String publicKey = WRITER.encodeToString(P256.bytes((ECPublicKey) pair.getPublic()));
            String text = WRITER.encodeToString(P256.bytes((ECPrivateKey) pair.getPrivate())) + "." + publicKey;
            store.put(SIGNING, text);
            return new Signing(text, (ECPrivateKey) pair.getPrivate(), publicKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Keys of P-256 cannot be made: " + e.getClass().getSimpleName());
        }
    }

    /** @return one that somebody else made */
    static Signing of(ECPrivateKey key) {
        String publicKey = WRITER.encodeToString(P256.bytes(P256.publicKey(key)));
        return new Signing(WRITER.encodeToString(P256.bytes(key)) + "." + publicKey, key, publicKey);
    }

    /** @return null where somebody wrote something else there, so that a new one has to be made */
    static @Nullable Signing parsed(String text) {
        int dot = text.indexOf('.');
        byte[] secret = dot < 0 ? null : read(text.substring(0, dot));
        byte[] point = dot < 0 ? null : read(text.substring(dot + 1));
        if (secret == null || point == null) {
            return null;
        }
        try {
            return new Signing(text, P256.privateKey(secret), WRITER.encodeToString(P256.bytes(P256.publicKey(point))));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte @Nullable [] read(@Nullable String text) {
        try {
            return text == null ? null : Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** @return what browsers are told when they subscribe: a public key in base64url; made at the first time */
    public String publicKey() {
        return signing().publicKey();
    }

    /** @return the same where there is one already, or null */
    public synchronized @Nullable String knownPublicKey() {
        String text = store.get(SIGNING);
        Signing known = text == null ? null : parsed(text);
        return known == null ? null : known.publicKey();
    }
}
