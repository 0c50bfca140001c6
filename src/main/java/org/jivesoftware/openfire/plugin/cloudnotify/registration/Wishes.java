package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * What an app asked for in its {@code <enable/>} beside the push itself (behaviour §10): a text for each feature, which only that feature
 * understands. An app that asked for nothing has no wishes, not empty ones. Immutable.
 *
 * <p>Stored as one text, {@code feature=text&feature=text}, in which everything that is not plain ASCII is written in per cent: so it
 * survives every database, and what a later version of the plugin stored is kept, though not understood.
 */
public final class Wishes {

    /** In the stored form, since most of what is in memory is never asked for. */
    private final String stored;

    private Wishes(String stored) {
        this.stored = stored;
    }

    /**
     * @param texts what was asked for, by the names of features
     * @return the wishes, or null where the map is empty
     * @throws IllegalArgumentException if a name is empty
     */
    public static @Nullable Wishes of(Map<String, String> texts) {
        StringBuilder stored = new StringBuilder();
        new TreeMap<>(texts).forEach((name, text) -> {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("A feature has a name");
            }
            stored.append(stored.isEmpty() ? "" : "&").append(encode(name)).append('=').append(encode(text));
        });
        return stored.isEmpty() ? null : new Wishes(stored.toString());
    }

    /**
     * @param stored what {@link #stored()} gave, or null
     * @return the wishes, or null for none
     * @throws IllegalArgumentException if it is no such text; the message holds nothing of it, since keys may be in it
     */
    public static @Nullable Wishes read(@Nullable String stored) {
        return StringUtils.isBlank(stored) ? null : of(new Wishes(stored.strip()).texts());
    }

    /** @return the form that {@link #read} reads, in ASCII. It may hold keys: not for logs, pages or other plugins */
    public String stored() {
        return stored;
    }

    /**
     * @param feature its name
     * @return what the app asked of it, or null where it did not
     */
    public @Nullable String text(String feature) {
        return texts().get(feature);
    }

    /**
     * @param feature the name of one, of lower-case letters and hyphens
     * @return whether the app asked anything of it; cheaper than asking what
     */
    public boolean has(String feature) {
        for (int at = stored.indexOf(feature); at >= 0; at = stored.indexOf(feature, at + 1)) {
            int end = at + feature.length();
            if ((at == 0 || stored.charAt(at - 1) == '&') && end < stored.length() && stored.charAt(end) == '=') {
                return true;
            }
        }
        return false;
    }

    /** @return the names of what was asked for, sorted */
    public Set<String> features() {
        return texts().keySet();
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        for (String wish : stored.split("&", -1)) {
            int end = wish.indexOf('=');
            if (end <= 0 || texts.putIfAbsent(decode(wish.substring(0, end)), decode(wish.substring(end + 1))) != null) {
                throw new IllegalArgumentException("These are no wishes");
            }
        }
        return texts;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Its own message would quote the text.
            throw new IllegalArgumentException("These are no wishes");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wishes wishes && stored.equals(wishes.stored);
    }

    @Override
    public int hashCode() {
        return Objects.hash(stored);
    }

    /** Names the features only: keys are secrets. */
    @Override
    public String toString() {
        return "Wishes" + features();
    }
}
