package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;

/** Texts that are too long for a page. None is cut inside a character, which would make the page invalid UTF-8. */
final class Shortened {

    private static final String GAP = "…";

    private Shortened() {
    }

    /**
     * @param text or null
     * @param length how long it may be, in UTF-16 units
     * @return its beginning; null for null
     */
    static @Nullable String atEnd(@Nullable String text, int length) {
        return whole(StringUtils.abbreviate(text, GAP, length));
    }

    /**
     * @param text or null
     * @param length how long it may be, in UTF-16 units
     * @return its beginning and its end; null for null
     */
    static @Nullable String inTheMiddle(@Nullable String text, int length) {
        return whole(StringUtils.abbreviateMiddle(text, GAP, length));
    }

    /** Without halves of characters beside the gap. */
    private static @Nullable String whole(@Nullable String text) {
        if (text == null || text.indexOf(GAP) < 0) {
            return text;
        }
        StringBuilder whole = new StringBuilder(text);
        for (int i = whole.length() - 1; i >= 0; i--) {
            char one = whole.charAt(i);
            boolean half = Character.isHighSurrogate(one) && (i + 1 == whole.length() || !Character.isLowSurrogate(whole.charAt(i + 1)))
                || Character.isLowSurrogate(one) && (i == 0 || !Character.isHighSurrogate(whole.charAt(i - 1)));
            if (half) {
                whole.deleteCharAt(i);
            }
        }
        return whole.toString();
    }
}
