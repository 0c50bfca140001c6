package org.jivesoftware.openfire.plugin.cloudnotify.room;

import org.xmpp.packet.JID;

/** The users' bookmarks of rooms. Thread-safe. */
@FunctionalInterface
public interface RoomBookmarks {

    /**
     * @param username whose
     * @param room a room's bare JID
     * @return what the bookmark says. May wait for the database.
     */
    RoomBookmark of(String username, JID room);

    /**
     * @param username whose
     * @return whether {@link #of} answers without waiting
     */
    default boolean known(String username) {
        return true;
    }
}
