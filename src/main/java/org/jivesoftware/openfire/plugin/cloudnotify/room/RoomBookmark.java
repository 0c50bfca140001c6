package org.jivesoftware.openfire.plugin.cloudnotify.room;

import org.jspecify.annotations.Nullable;

/**
 * What a user's bookmark of a room says (XEP-0402). Immutable.
 *
 * @param wish what the user wants to be notified of (XEP-0492), or null where the bookmark does not say
 * @param nickname the user's nickname there, or null
 */
public record RoomBookmark(@Nullable RoomWish wish, @Nullable String nickname) {

    /** Says nothing. */
    public static final RoomBookmark NONE = new RoomBookmark(null, null);
}
