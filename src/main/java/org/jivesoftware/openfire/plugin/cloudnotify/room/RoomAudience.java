package org.jivesoftware.openfire.plugin.cloudnotify.room;

import java.util.Map;
import java.util.Objects;

/**
 * Who is concerned by what is said in a room: users with registrations who belong to it, or asked for it. Immutable.
 *
 * @param membersOnly whether nobody but members may join
 * @param members by local part; not changed any more
 * @param newcomers how many users had registered when it was made, of those that {@link RoomAudiences} counts
 */
public record RoomAudience(boolean membersOnly, Map<String, RoomMember> members, long newcomers) {

    /** Checks. */
    public RoomAudience {
        Objects.requireNonNull(members);
    }
}
