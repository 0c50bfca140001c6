package org.jivesoftware.openfire.plugin.cloudnotify.privacy;

import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/** Where it is kept which users want less in their pushes than the administrator allows. Blocks; thread-safe. */
public interface PrivacyPreferences {

    /**
     * @param username the user's local part; not null
     * @return whether the user wants neither sender nor body in pushes
     * @throws StoreException if that cannot be found out
     */
    boolean discreet(String username) throws StoreException;

    /**
     * @param username the user's local part; not null
     * @param discreet whether the user wants neither sender nor body in pushes
     * @throws StoreException if it was not stored; then nothing changed
     */
    void save(String username, boolean discreet) throws StoreException;
}
