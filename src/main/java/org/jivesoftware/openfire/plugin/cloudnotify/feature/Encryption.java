package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/** The app wants pushes that only it can read: it gives a key, with which what a push says is encrypted. */
public final class Encryption implements Feature<Encryption.Key> {

    /** The namespace of what is asked for, and of what is sent. */
    public static final String NAMESPACE = "tigase:push:encrypt:0";
    /** The one algorithm that is known. */
    public static final String ALGORITHM = "aes-128-gcm";
    static final int DEFAULT_SIZE = 3_000;
    /** Less would hardly hold a count. */
    static final int SMALLEST_SIZE = 64;
    /** No push network carries more. */
    static final int LARGEST_SIZE = 4_096;
    private static final int KEY_BYTES = 16;
    /** White space, as XML may be broken into lines, and what a key of 16 bytes takes in base64. */
    private static final int LONGEST_TEXT = 64;

    Encryption() {
    }

    /** An app's key. Shows itself to nobody but who encrypts. Immutable. */
    public static final class Key {

        private final byte[] bytes;
        private final int maxSize;

        /**
         * @param bytes 16 bytes; copied
         * @param maxSize how many bytes of plain text the app takes
         * @throws IllegalArgumentException if there are not 16, or the size is none
         */
        public Key(byte[] bytes, int maxSize) {
            if (bytes.length != KEY_BYTES || maxSize < SMALLEST_SIZE || maxSize > LARGEST_SIZE) {
                throw new IllegalArgumentException("This is no key");
            }
            this.bytes = bytes.clone();
            this.maxSize = maxSize;
        }

        /** @return a copy of the 16 bytes */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** @return how many bytes of plain text the app takes */
        public int maxSize() {
            return maxSize;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && maxSize == key.maxSize && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        /** Shows nothing. */
        @Override
        public String toString() {
            return "Key";
        }
    }

    @Override
    public String name() {
        return "encrypt";
    }

    @Override
    public List<String> announced() {
        return List.of(NAMESPACE, "tigase:push:encrypt:" + ALGORITHM);
    }

    @Override
    public @Nullable Key read(Element enable) throws Refusal {
        Element encrypt = Asked.child(enable, "encrypt", NAMESPACE);
        if (encrypt == null) {
            return null;
        }
        String algorithm = encrypt.attributeValue("alg", "");
        if (algorithm.isEmpty()) {
            throw Refusal.badRequest("The attribute 'alg' must name an algorithm.");
        }
        if (!algorithm.equals(ALGORITHM)) {
            throw new Refusal(Condition.feature_not_implemented, Type.cancel, "The only algorithm is " + ALGORITHM + ".");
        }
        int maxSize = maxSize(encrypt.attributeValue("max-size"));
        byte[] key = key(encrypt.getText());
        return new Key(key, maxSize);
    }

    private static int maxSize(String text) throws Refusal {
        if (text == null) {
            return DEFAULT_SIZE;
        }
        try {
            int size = Integer.parseInt(text.strip());
            if (size >= SMALLEST_SIZE) {
                return Math.min(size, LARGEST_SIZE);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw Refusal.badRequest("The attribute 'max-size' is a number of bytes, " + SMALLEST_SIZE + " at least.");
    }

    /** The error says nothing of what was sent, since it may be nearly a key. */
    private static byte[] key(String text) throws Refusal {
        byte[] key = null;
        String base64 = text.length() > LONGEST_TEXT ? "" : text.replaceAll("\\s", "");
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        if (key == null || key.length != KEY_BYTES) {
            throw Refusal.badRequest("The key must be " + KEY_BYTES + " bytes in base64.");
        }
        return key;
    }

    /**
     * @param registration any
     * @return whether its app gave a key; cheap
     */
    public boolean asked(Registration registration) {
        return registration.wishes() != null && registration.wishes().has(name());
    }

    @Override
    public String write(Key wish) {
        return wish.maxSize() + " " + Base64.getEncoder().encodeToString(wish.bytes);
    }

    @Override
    public Key parse(String text) {
        int end = text.indexOf(' ');
        try {
            return new Key(Base64.getDecoder().decode(text.substring(end + 1)), Integer.parseInt(text.substring(0, end)));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            // Their messages would quote the text.
            throw new IllegalArgumentException("This is no key");
        }
    }
}
