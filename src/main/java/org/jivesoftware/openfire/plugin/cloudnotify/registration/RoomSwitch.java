package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * What a user chose in the registration form of a group chat: whether it wakes the user who is not in it. Immutable.
 *
 * @param username whose choice, by local part
 * @param room the group chat's bare JID
 * @param on whether it wakes
 * @param nickname the nickname that was asked for at that, or null
 * @param changed when it was chosen
 */
public record RoomSwitch(String username, JID room, boolean on, @Nullable String nickname, Instant changed) {

    /** Checks. */
    public RoomSwitch {
        Objects.requireNonNull(username);
        Objects.requireNonNull(room);
        Objects.requireNonNull(changed);
        if (room.getResource() != null) {
            throw new IllegalArgumentException("Not the address of a room");
        }
    }
}
