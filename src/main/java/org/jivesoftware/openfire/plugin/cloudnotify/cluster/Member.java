package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The plugin on one node. Immutable.
 *
 * @param instance a number of its own for each start of the plugin: who was away and comes back has the same
 * @param version the plugin's version
 */
record Member(long instance, String version) {

    private static final int MAX_LENGTH = 100;

    Member {
        Objects.requireNonNull(version);
    }

    /** @return what {@link #read} reads */
    String text() {
        return instance + " " + version;
    }

    /**
     * @param text what a node announced
     * @return what it says, or null where it says nothing that can be understood
     */
    static @Nullable Member read(String text) {
        int space = text.indexOf(' ');
        if (space < 0 || text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            return new Member(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
