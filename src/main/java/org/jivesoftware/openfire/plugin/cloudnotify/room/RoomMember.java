package org.jivesoftware.openfire.plugin.cloudnotify.room;

/**
 * Somebody with registrations who belongs to a room, or asked for it. Immutable.
 *
 * @param affiliated whether the user is owner, admin or member
 * @param asked what the user chose in the room's registration form, or null for nothing
 * @param nickname the nickname that was given there, or null
 */
public record RoomMember(boolean affiliated, Boolean asked, String nickname) {

    /** A member who chose nothing; there are many of them. */
    static final RoomMember PLAIN = new RoomMember(true, null, null);
}
