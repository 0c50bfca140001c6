package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.Objects;
import java.util.function.BiFunction;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmark;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomWish;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * What a registration's own list of group chats says of one, in the words of the rooms: null where the app has no list. Thread-safe;
 * nothing blocks.
 *
 * @param filter reads the list
 */
public record ListedRooms(GroupchatFilter filter) implements BiFunction<Registration, JID, RoomBookmark> {

    private static final Logger LOG = LoggerFactory.getLogger(ListedRooms.class);

    /** Checks. */
    public ListedRooms {
        Objects.requireNonNull(filter);
    }

    @Override
    public @Nullable RoomBookmark apply(Registration registration, JID room) {
        try {
            GroupchatFilter.Rooms rooms = filter.of(registration);
            if (rooms == null) {
                return null;
            }
            GroupchatFilter.Rule rule = rooms.of(room.toBareJID());
            RoomWish wish = switch (rule.allow()) {
                case ALWAYS -> RoomWish.ALWAYS;
                case MENTIONED -> RoomWish.ON_MENTION;
                case NEVER -> RoomWish.NEVER;
            };
            return new RoomBookmark(wish, rule.nickname());
        } catch (IllegalArgumentException e) {
            LOG.warn("The list of group chats of a device of user {} cannot be read: {}", registration.username(), e.getMessage());
            return null;
        }
    }
}
