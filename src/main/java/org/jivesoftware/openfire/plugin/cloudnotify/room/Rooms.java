package org.jivesoftware.openfire.plugin.cloudnotify.room;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** The rooms of the server's own group chat services. Thread-safe; what it tells may take a look into the server's database. */
public interface Rooms {

    /**
     * @param room its bare JID
     * @return what the server knows of it, or null where there is no such room. Walks over all who have an affiliation.
     */
    @Nullable RoomFacts facts(JID room);

    /**
     * @param room its bare JID
     * @param username a local user
     * @return whether that user is owner, admin or member, also by a group
     */
    boolean affiliated(JID room, String username);

    /**
     * @param room its bare JID
     * @param username a local user
     * @return the resources of the user's sessions that are occupants
     */
    Set<String> present(JID room, String username);

    /**
     * @param room its bare JID
     * @param username a local user
     * @return the nickname of one of the user's sessions that are occupants, or null where none is
     */
    default @Nullable String occupantNickname(JID room, String username) {
        return null;
    }

    /**
     * @param room its bare JID
     * @param username a local user
     * @return the nickname that the user has registered there, or null
     */
    @Nullable String nickname(JID room, String username);

    /**
     * @param room its bare JID
     * @param username a local user
     * @return the id that the user has or would have as an occupant (XEP-0421), or null where this server gives none
     */
    default @Nullable String occupantId(JID room, String username) {
        return null;
    }
}
