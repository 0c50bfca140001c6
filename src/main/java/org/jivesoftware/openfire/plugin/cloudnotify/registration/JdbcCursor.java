package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jspecify.annotations.Nullable;

/**
 * Where a page begins, as a text that a browser carries to and fro. It may come back as anything at all.
 *
 * @param sort the order it belongs to
 * @param descending whether that is turned round
 * @param forward whether the page after the position is wanted, or the one before
 * @param position not null
 */
record JdbcCursor(Sort sort, boolean descending, boolean forward, JdbcSlice.Position position) {

    /** Longer than any that this class writes. */
    private static final int MAX_LENGTH = 400;
    // Every sorted value is made of digits.
    private static final Pattern FORM = Pattern.compile("([A-Z_]+) (true|false) (true|false) ([0-6]) ([0-9]{0,180}) ([0-9a-f]{64})");

    String encode() {
        String text = sort + " " + descending + " " + forward + " " + position.section() + " " + position.value() + " " + position.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * @param text what came back, or null
     * @param sort the order that is wanted now
     * @param descending whether that is turned round
     * @return the cursor; nothing where it was not made by this class or for another order
     */
    static Optional<JdbcCursor> decode(@Nullable String text, Sort sort, boolean descending) {
        if (text == null || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            Matcher matcher = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (!matcher.matches() || !matcher.group(1).equals(sort.name()) || Boolean.parseBoolean(matcher.group(2)) != descending) {
                return Optional.empty();
            }
            int section = Integer.parseInt(matcher.group(4));
            String column = JdbcOrders.column(sort, section);
            if (column == null) {
                return Optional.empty();
            }
            Object value = column.equals(JdbcOrders.ERRORS) ? (Object) Integer.valueOf(matcher.group(5)) : matcher.group(5);
            return Optional.of(new JdbcCursor(sort, descending, Boolean.parseBoolean(matcher.group(3)),
                new JdbcSlice.Position(section, value, matcher.group(6))));
        } catch (IllegalArgumentException e) {
            // Not base64, or no integer.
            return Optional.empty();
        }
    }
}
