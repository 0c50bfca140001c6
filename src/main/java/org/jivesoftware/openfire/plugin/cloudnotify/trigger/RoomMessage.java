package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * Something that an occupant said in a room. Immutable.
 *
 * @param room the room's bare JID
 * @param sender the occupant's real JID, or null where that is not known; never shown to anybody
 * @param travelling what was said, from the occupant's JID
 * @param text its text, longer than what a push carries, or null where it has none that can be read
 */
public record RoomMessage(JID room, @Nullable JID sender, Travelling travelling, @Nullable String text) {

    /** Checks. */
    public RoomMessage {
        Objects.requireNonNull(room);
        Objects.requireNonNull(travelling);
    }

    /**
     * @param username a local user
     * @param domain the server's domain
     * @return whether that user said it
     */
    boolean by(String username, String domain) {
        return sender != null && username.equals(sender.getNode()) && domain.equals(sender.getDomain());
    }
}
