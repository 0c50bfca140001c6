package org.jivesoftware.openfire.plugin.cloudnotify.room;

import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.GroupChats;
import org.jspecify.annotations.Nullable;

/**
 * What applies to a device and a room, and who said so: the first that says something (docs/behaviour.md §9, "Whether"). Immutable.
 *
 * @param wish what wakes
 * @param ofUser whether the user or the user's app chose it, and not the server's setting
 */
public record RoomRule(RoomWish wish, boolean ofUser) {

    /** Checks. */
    public RoomRule {
        Objects.requireNonNull(wish);
    }

    /**
     * @param filter what the registration's own list says of the room (Tigase's filter), or null where there is no list
     * @param bookmark what the user's bookmark says (XEP-0492), or null for nothing
     * @param asked what the user chose in the room's registration form, or null for nothing
     * @param setting the server's; not NEVER: nobody asks then
     * @param membersOnly whether nobody but members may join the room
     * @return what applies
     */
    public static RoomRule of(@Nullable RoomWish filter, @Nullable RoomWish bookmark, @Nullable Boolean asked, GroupChats setting,
                              boolean membersOnly) {
        if (filter != null) {
            return new RoomRule(filter, true);
        }
        if (bookmark != null) {
            return new RoomRule(bookmark, true);
        }
        if (asked != null) {
            return new RoomRule(asked ? RoomWish.ALWAYS : RoomWish.NEVER, true);
        }
        return new RoomRule(setting != GroupChats.MEMBERS ? RoomWish.NEVER : membersOnly ? RoomWish.ALWAYS : RoomWish.ON_MENTION, false);
    }

    /**
     * @param mentioned whether the message mentions the user
     * @return why it does not wake, or null where it does
     */
    public @Nullable Outcome against(boolean mentioned) {
        return switch (wish) {
            case ALWAYS -> null;
            case ON_MENTION -> mentioned ? null : ofUser ? Outcome.MENTIONS_WANTED : Outcome.NOT_MENTIONED;
            case NEVER -> ofUser ? Outcome.ROOM_MUTED : Outcome.ROOM_NOT_ASKED;
        };
    }
}
