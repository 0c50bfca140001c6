package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By what a message is known (XEP-0359). Immutable.
 *
 * @param own the id that its sender gave it, cut as a body is, or null
 * @param given what archives gave it
 */
public record MessageIds(@Nullable String own, List<Given> given) {

    /** Nothing is known. */
    public static final MessageIds NONE = new MessageIds(null, List.of());

    /**
     * The id that an archive gave it.
     *
     * @param by the archive, a bare address
     * @param id the id, cut as a body is
     */
    public record Given(String by, String id) {
    }

    /** Copies. */
    public MessageIds {
        given = List.copyOf(given);
    }

    /** @return its own, or else the first that it was given, or null for none */
    public @Nullable String first() {
        return own != null || given.isEmpty() ? own : given.get(0).id();
    }

    /** @return the last of several, or null where there are not */
    public @Nullable String last() {
        return given.size() + (own == null ? 0 : 1) < 2 ? null : given.get(given.size() - 1).id();
    }

    /**
     * @param id an id
     * @return whether it is one of these
     */
    public boolean contain(String id) {
        if (id.equals(own)) {
            return true;
        }
        for (Given each : given) {
            if (each.id().equals(id)) {
                return true;
            }
        }
        return false;
    }
}
