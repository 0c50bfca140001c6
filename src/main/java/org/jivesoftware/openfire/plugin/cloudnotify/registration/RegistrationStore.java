package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.List;

/**
 * Where registrations live for good. Every call blocks until the database answered, so none is made by a thread that routes stanzas.
 * Thread-safe.
 */
public interface RegistrationStore {

    /**
     * @param username the user's local part; not null
     * @return all registrations of that user, the one enabled longest ago first; never null
     * @throws StoreException if the database fails
     */
    List<Registration> load(String username) throws StoreException;

    /**
     * Stores a registration and removes others, all or nothing. One with the same key is replaced, also when another cluster node
     * stores it at the same moment.
     *
     * @param registration what to store; not null
     * @param evicted what to remove in the same transaction; not null
     * @throws StoreException if the database fails; then nothing was stored
     */
    void save(Registration registration, List<RegistrationKey> evicted) throws StoreException;

    /**
     * Updates the health of a registration, if it is still there.
     *
     * @param key which; not null
     * @param health its new health; not null
     * @throws StoreException if the database fails
     */
    void saveHealth(RegistrationKey key, Health health) throws StoreException;

    /**
     * @param keys what to remove; not null
     * @throws StoreException if the database fails; then nothing was removed
     */
    void delete(List<RegistrationKey> keys) throws StoreException;

    /**
     * @param username whose registrations to remove; not null
     * @throws StoreException if the database fails
     */
    void deleteUser(String username) throws StoreException;
}
