package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** Where users' choices for group chats are kept (docs/behaviour.md §9). Waits for the database; thread-safe. */
public interface RoomSwitches {

    /**
     * @param room a group chat's bare JID
     * @return everybody's choices for it
     * @throws StoreException if the database failed
     */
    List<RoomSwitch> of(JID room) throws StoreException;

    /**
     * @param room a group chat's bare JID
     * @param username a user
     * @return the user's choice for it, or null for none
     * @throws StoreException if the database failed
     */
    @Nullable RoomSwitch of(JID room, String username) throws StoreException;

    /**
     * @param username a user
     * @return all that the user chose
     * @throws StoreException if the database failed
     */
    List<RoomSwitch> ofUser(String username) throws StoreException;

    /**
     * @param choice replaces what the user chose for that group chat before
     * @throws StoreException if the database failed; then nothing changed
     */
    void save(RoomSwitch choice) throws StoreException;

    /**
     * @param room a group chat's bare JID
     * @param username whose choice is forgotten
     * @return whether there was one
     * @throws StoreException if the database failed; then nothing changed
     */
    boolean remove(JID room, String username) throws StoreException;

    /**
     * Forgets everybody's choices for a group chat that is no more.
     *
     * @param room its bare JID
     * @throws StoreException if the database failed; then nothing changed
     */
    void removeRoom(JID room) throws StoreException;

    /**
     * Forgets all choices of a user whose account is deleted.
     *
     * @param username whose
     * @throws StoreException if the database failed; then nothing changed
     */
    void removeUser(String username) throws StoreException;

    /**
     * Asks for many users at once.
     *
     * @param usernames users
     * @return those of them that have registrations
     * @throws StoreException if the database failed
     */
    Set<String> registered(Collection<String> usernames) throws StoreException;
}
