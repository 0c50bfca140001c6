package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionView;
import org.jspecify.annotations.Nullable;

/** What is so with a user beside the registrations. Thread-safe; calls may wait for the database unless they say otherwise. */
public interface UserStanding {

    /**
     * @param username a local part
     * @return whether there is an account of that name
     */
    boolean exists(String username);

    /**
     * @param username a local part that is nobody's
     * @return a few accounts with names that are much like it, the likest first
     */
    List<String> similar(String username);

    /**
     * @param username a local part
     * @return whether that account is locked, as far as is known of users with devices. Waits for nobody.
     */
    boolean locked(String username);

    /**
     * @param username a local part
     * @return whether that account is locked
     */
    boolean lockedNow(String username);

    /**
     * @param most how many at most
     * @return the local parts of locked accounts that have devices, as far as Openfire's own table of locks tells, and what was met since
     *     the start
     * @throws StoreException if the database fails
     */
    List<String> lockedWithDevices(int most) throws StoreException;

    /**
     * @param username a local part
     * @return the user's sessions on this cluster node
     */
    List<SessionView> sessions(String username);

    /**
     * @param username a local part
     * @return how many sessions the user has on other cluster nodes
     */
    int elsewhere(String username);

    /**
     * @param username a local part
     * @return whether the user wants neither sender nor text in pushes
     * @throws StoreException if that cannot be found out
     */
    boolean hides(String username) throws StoreException;

    /**
     * @param username of an account
     * @return whether the user has a list of senders that are stopped
     */
    boolean blocks(String username);

    /**
     * @param username a local part
     * @return what Openfire does with a message for the user at this time, while no session is available
     */
    OfflinePolicy offline(String username);

    /**
     * @param username a local part
     * @return what the user wants of single group chats, in the order of their addresses
     * @throws StoreException if the database fails
     */
    List<RoomChoice> rooms(String username) throws StoreException;

    /** @return what the server does with a message for somebody who is not there and for whom nothing is stored yet */
    OfflinePolicy offline();

    /**
     * @param username a local part
     * @return the resources of the user's devices by the ids of their registrations
     * @throws StoreException if they are not in memory and the database fails
     */
    Map<String, String> resources(String username) throws StoreException;

    /**
     * @param key a registration
     * @return its push that waits because of its service, or null where none does. Waits for nobody.
     */
    @Nullable HeldPush held(RegistrationKey key);

    /** @return the registrations for which a push waits because of their service. Waits for nobody. */
    List<RegistrationKey> held();

    /** @return for which registrations, by their ids, a push waits, for whatever reason, and since when. Waits for nobody. */
    Map<String, Instant> waiting();

    /** @return whether anything waits of which it is not known yet for which registrations it is. Waits for nobody. */
    boolean undecided();

    /** @return whether accounts are locked by something that does not tell which ones are */
    boolean lockedElsewhere();

    /**
     * @param username a local part
     * @return for how many seconds the user wants pushes to wait while at another device, or null where the user wishes nothing
     * @throws StoreException if that cannot be found out
     */
    @Nullable Integer grace(String username) throws StoreException;
}
