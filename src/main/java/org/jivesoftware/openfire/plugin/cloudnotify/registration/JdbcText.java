package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * Texts in a form that every database sorts and compares alike, whatever its collation: digits only. Openfire writes its times so,
 * and this store its sorted texts as well, since collations differ even between sorting and comparing (Oracle), ignore accents
 * (MySQL), keep an index from being used for prefixes (PostgreSQL), or give letters a meaning in pairs.
 */
final class JdbcText {

    /** How many bytes of a text take part in sorting: short enough for an index in every database. */
    static final int ORDER_BYTES = 60;

    private static final int DIGITS_PER_BYTE = 3;
    private static final int MILLIS_DIGITS = 15;

    private JdbcText() {
    }

    /**
     * @param text not null
     * @return three digits for each of the first {@value #ORDER_BYTES} bytes of its UTF-8 form, which sorts by code point
     */
    static String order(String text) {
        return digits(bytes(text), false);
    }

    /**
     * @param prefix the beginning of a text, not empty
     * @return the first order after those of the texts that begin so; together with the prefix's own order this is the range to search
     */
    static String orderAfter(String prefix) {
        return digits(bytes(prefix), true);
    }

    /**
     * @param order what {@link #order} gave, maybe with blanks that a database added
     * @return the text, or null where it was so long that only its beginning is known, or it is none
     */
    static @Nullable String ordered(String order) {
        String digits = order.strip();
        int length = digits.length() / DIGITS_PER_BYTE;
        if (length >= ORDER_BYTES) {
            return null;
        }
        byte[] bytes = new byte[length];
        try {
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) Integer.parseInt(digits.substring(i * DIGITS_PER_BYTE, (i + 1) * DIGITS_PER_BYTE));
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digits(byte[] bytes, boolean next) {
        int length = Math.min(bytes.length, ORDER_BYTES);
        StringBuilder digits = new StringBuilder(length * DIGITS_PER_BYTE);
        for (int i = 0; i < length; i++) {
            // No byte of UTF-8 is 255, so adding one never carries over.
            int value = Byte.toUnsignedInt(bytes[i]) + (next && i == length - 1 ? 1 : 0);
            digits.append(StringUtils.leftPad(Integer.toString(value), DIGITS_PER_BYTE, '0'));
        }
        return digits.toString();
    }

    /**
     * @param text not null
     * @return its SHA-256 in hexadecimal digits, of one length for texts of any: a key that every database has room for
     */
    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * @param time null stays null
     * @return its milliseconds since 1970 as 15 digits, as Openfire writes times
     */
    static @Nullable String millis(@Nullable Instant time) {
        return time == null ? null : digits(time);
    }

    /**
     * @param time not null
     * @return its milliseconds since 1970 as 15 digits, as Openfire writes times
     */
    static String digits(Instant time) {
        return StringUtils.leftPad(Long.toString(time.toEpochMilli()), MILLIS_DIGITS, '0');
    }

    /**
     * @param millis as {@link #digits} wrote them
     * @return the time
     * @throws NumberFormatException if it is no number
     */
    static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis.trim()));
    }

    /**
     * @param millis null stays null
     * @return the time
     * @throws NumberFormatException if it is no number
     */
    static @Nullable Instant time(@Nullable String millis) {
        return millis == null ? null : instant(millis);
    }
}
