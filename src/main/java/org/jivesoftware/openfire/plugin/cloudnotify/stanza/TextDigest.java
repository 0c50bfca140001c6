package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Hashes text as its UTF-8, piece by piece: what the thread needs for that it keeps, since the texts of all stanzas that may be pushed are
 * hashed. Stateless but for that.
 */
final class TextDigest {

    private static final int PIECE = 512;
    private static final int LONGEST_CHARACTER = 4;
    /** Looking one up costs as much as using it. Holds JDK types, so that a thread does not keep the plugin's class loader. */
    private static final ThreadLocal<MessageDigest> SHA_256 = new ThreadLocal<>();
    private static final ThreadLocal<byte[]> BYTES = new ThreadLocal<>();

    private TextDigest() {
    }

    /**
     * @param text what is hashed
     * @return the first 128 bits of its SHA-256
     */
    static Fingerprint of(CharSequence text) {
        MessageDigest digest = sha256();
        byte[] bytes = bytes();
        digest.reset();
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            if (size > PIECE - LONGEST_CHARACTER) {
                digest.update(bytes, 0, size);
                size = 0;
            }
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                size = encoded(pair ? Character.toCodePoint(c, text.charAt(++i)) : c, bytes, size);
            }
        }
        digest.update(bytes, 0, size);
        try {
            digest.digest(bytes, 0, digest.getDigestLength());
        } catch (DigestException e) {
            throw new IllegalStateException("There is room for it", e);
        }
        return new Fingerprint(number(bytes, 0), number(bytes, Long.BYTES));
    }

    /** As {@link String#getBytes} encodes to UTF-8: half a pair is a question mark. */
    private static int encoded(int c, byte[] to, int at) {
        int size = at;
        if (c < 0x800) {
            to[size++] = (byte) (0xc0 | c >> 6);
        } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            to[size++] = '?';
            return size;
        } else {
            if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                to[size++] = (byte) (0xe0 | c >> 12);
            } else {
                to[size++] = (byte) (0xf0 | c >> 18);
                to[size++] = (byte) (0x80 | c >> 12 & 0x3f);
            }
            to[size++] = (byte) (0x80 | c >> 6 & 0x3f);
        }
        to[size++] = (byte) (0x80 | c & 0x3f);
        return size;
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            number = number << Byte.SIZE | bytes[i] & 0xff;
        }
        return number;
    }

    private static MessageDigest sha256() {
        MessageDigest digest = SHA_256.get();
        if (digest == null) {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
            SHA_256.set(digest);
        }
        return digest;
    }

    private static byte[] bytes() {
        byte[] bytes = BYTES.get();
        if (bytes == null) {
            bytes = new byte[PIECE];
            BYTES.set(bytes);
        }
        return bytes;
    }
}
