package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import org.apache.commons.lang3.StringUtils;

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
    static String atEnd(String text, int length) {
        return whole(StringUtils.abbreviate(text, GAP, length));
    }

    /**
     * @param text or null
     * @param length how long it may be, in UTF-16 units
     * @return its beginning and its end; null for null
     */
    static String inTheMiddle(String text, int length) {
        return whole(StringUtils.abbreviateMiddle(text, GAP, length));
    }

    /** Without halves of characters beside the gap. */
    private static String whole(String text) {
        int gap = text == null ? -1 : text.indexOf(GAP);
        if (gap < 0) {
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
