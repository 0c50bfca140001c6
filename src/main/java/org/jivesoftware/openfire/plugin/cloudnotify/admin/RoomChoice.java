package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.Objects;

/**
 * What a user wants of one group chat.
 *
 * @param room its bare JID
 * @param kind what, and where the user said so
 */
public record RoomChoice(String room, Kind kind) {

    /** What, and where the user said so. */
    public enum Kind {
        /** Every message wakes, by the user's bookmark. */
        ALWAYS,
        /** Mentions wake, by the user's bookmark. */
        ON_MENTION,
        /** Nothing wakes, by the user's bookmark. */
        NEVER,
        /** It wakes, by the switch in the user's app. */
        SWITCHED_ON,
        /** It does not wake, by the switch in the user's app. */
        SWITCHED_OFF
    }

    /** Checks. */
    public RoomChoice {
        Objects.requireNonNull(room);
        Objects.requireNonNull(kind);
    }
}
