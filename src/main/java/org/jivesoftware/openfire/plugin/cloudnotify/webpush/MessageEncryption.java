package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts for one browser alone (RFC 8291): content coding aes128gcm (RFC 8188), one record, a fresh key and salt each. Thread-safe. */
final class MessageEncryption {

    /** The longest plain text, so that all of it is the 4,096 bytes that every push service takes (RFC 8030 §7.2). */
    static final int LONGEST = 3_993;
    private static final int RECORD_SIZE = 4_096;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** Ends the last record; no padding follows. */
    private static final byte LAST = 2;
    private static final String MAC = "HmacSHA256";

    private final SecureRandom random;
    private final Agreement agreement;

    /**
     * @param random where keys and salts come from
     * @param agreement agrees on secrets
     */
    MessageEncryption(SecureRandom random, Agreement agreement) {
        this.random = Objects.requireNonNull(random);
        this.agreement = Objects.requireNonNull(agreement);
    }

    /**
     * @param plain what to say, at most {@link #LONGEST} bytes
     * @param receiver to whom
     * @return the body of the request
     * @throws IllegalArgumentException if it is too long
     */
    byte[] encrypt(byte[] plain, ReceiverKeys receiver) {
        try {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            return encrypt(plain, receiver, agreement.fresh(random, receiver.key()), salt);
        } catch (GeneralSecurityException e) {
            // Every JDK has all of it. Nothing of what a provider says is passed on.
            throw new IllegalStateException("The encryption of web push does not work: " + e.getClass().getSimpleName());
        }
    }

    /** The same with a key and a salt that are not chosen here. */
    static byte[] encrypt(byte[] plain, ReceiverKeys receiver, Agreement.Agreed agreed, byte[] salt) throws GeneralSecurityException {
        if (plain.length > LONGEST) {
            throw new IllegalArgumentException("too long for one record");
        }
        byte[] ownPublic = agreed.publicKey();
        byte[] shared = hmac(receiver.auth(), agreed.secret());
        byte[] keyed = hmac(shared, joined(ascii("WebPush: info\0"), P256.bytes(receiver.key()), ownPublic, new byte[] {1}));
        byte[] pseudorandom = hmac(salt, keyed);
        byte[] key = Arrays.copyOf(hmac(pseudorandom, ascii("Content-Encoding: aes128gcm\0\1")), KEY_BYTES);
        byte[] nonce = Arrays.copyOf(hmac(pseudorandom, ascii("Content-Encoding: nonce\0\1")), NONCE_BYTES);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        byte[] record = cipher.doFinal(joined(plain, new byte[] {LAST}));
        return ByteBuffer.allocate(SALT_BYTES + Integer.BYTES + 1 + ownPublic.length + record.length)
            .put(salt).putInt(RECORD_SIZE).put((byte) ownPublic.length).put(ownPublic).put(record).array();
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(new SecretKeySpec(key, MAC));
        return mac.doFinal(text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
