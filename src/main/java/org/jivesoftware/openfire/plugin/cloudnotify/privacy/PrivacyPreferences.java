package org.jivesoftware.openfire.plugin.cloudnotify.privacy;

import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;

/** Where it is kept which users want less in their pushes than the administrator allows. Blocks; thread-safe. */
public interface PrivacyPreferences {

    /**
     * @param username the user's local part
     * @return whether the user wants neither sender nor body in pushes
     * @throws StoreException if that cannot be found out
     */
    boolean discreet(String username) throws StoreException;

    /**
     * @param username the user's local part
     * @param discreet whether the user wants neither sender nor body in pushes
     * @throws StoreException if it was not stored; then nothing changed
     */
    void save(String username, boolean discreet) throws StoreException;

    /**
     * @param username the user's local part
     * @return for how many seconds pushes wait while the user is at another device, as the user wants it, or null where the user does not
     *     say
     * @throws StoreException if that cannot be found out
     */
    @Nullable Integer grace(String username) throws StoreException;

    /**
     * @param username the user's local part
     * @param seconds as above
     * @throws StoreException if it was not stored; then nothing changed
     */
    void saveGrace(String username, @Nullable Integer seconds) throws StoreException;
}
