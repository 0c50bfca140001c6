package org.jivesoftware.openfire.plugin.cloudnotify.room;

import org.jspecify.annotations.Nullable;

/**
 * Somebody with registrations who belongs to a room, or asked for it. Immutable.
 *
 * @param affiliated whether the user is owner, admin or member
 * @param asked what the user chose in the room's registration form, or null for nothing
 * @param nickname the nickname that was given there, or null
 */
public record RoomMember(boolean affiliated, @Nullable Boolean asked, @Nullable String nickname) {

    /** A member who chose nothing; there are many of them. */
    static final RoomMember PLAIN = new RoomMember(true, null, null);
}
