package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where registrations live for good. Every call blocks until the database answered, so none is made by a thread that routes stanzas.
 * Thread-safe.
 */
public interface RegistrationStore {

    /**
     * @param username the user's local part
     * @return all registrations of that user, the one enabled longest ago first
     * @throws StoreException if the database fails
     */
    List<Registration> load(String username) throws StoreException;

    /**
     * Stores a registration and removes others, all or nothing. One with the same key is replaced, also when another cluster node
     * stores it at the same moment.
     *
     * @param registration what to store
     * @param evicted what to remove in the same transaction
     * @throws StoreException if the database fails; then nothing was stored
     */
    void save(Registration registration, List<RegistrationKey> evicted) throws StoreException;

    /**
     * Updates the health of a registration, if it is still there and nobody changed its counts meanwhile.
     *
     * @param key which
     * @param before the health that it is known to have
     * @param health its new health
     * @return whether it was updated
     * @throws StoreException if the database fails
     */
    boolean saveHealth(RegistrationKey key, Health before, Health health) throws StoreException;

    /**
     * @param keys what to remove
     * @throws StoreException if the database fails; then nothing was removed
     */
    void delete(List<RegistrationKey> keys) throws StoreException;

    /**
     * @param username whose registrations to remove
     * @throws StoreException if the database fails
     */
    void deleteUser(String username) throws StoreException;

    /**
     * Notes when registrations were last pushed to, in one transaction, for the administrator. Those that are gone are passed over.
     * Meant for batches, now and then: nothing else depends on it.
     *
     * @param pushed the time of the last push of each
     * @throws StoreException if the database fails; then nothing was noted
     */
    void savePushed(Map<RegistrationKey, Instant> pushed) throws StoreException;

    /**
     * Notes when registrations were last of use, in one transaction: pushed with success, or with a session that was connected. Those
     * that are gone are passed over. Meant for batches, now and then.
     *
     * @param used the time of the last use of each
     * @throws StoreException if the database fails; then nothing was noted
     */
    void saveUsed(Map<RegistrationKey, Instant> used) throws StoreException;

    /**
     * @param keys which registrations
     * @return when they were last of use, as far as {@link #saveUsed} was told
     * @throws StoreException if the database fails
     */
    Map<RegistrationKey, Instant> lastUsed(List<RegistrationKey> keys) throws StoreException;

    /**
     * Walks through disabled registrations in portions, those disabled longest ago first.
     *
     * @param before only those disabled before this
     * @param after the last one of the portion before, or null for the first portion
     * @param limit how many at most, at least 1
     * @return the portion, empty at the end
     * @throws StoreException if the database fails
     */
    List<Registration> disabledBefore(Instant before, @Nullable Registration after, int limit) throws StoreException;

    /**
     * Removes registrations that were disabled long ago, but none that was revived meanwhile: between
     * {@link #disabledBefore} and this call a client may have enabled it again.
     *
     * @param keys which
     * @param before only those disabled before this
     * @return those that were removed
     * @throws StoreException if the database fails; then nothing was removed
     */
    List<RegistrationKey> deleteDisabled(List<RegistrationKey> keys, Instant before) throws StoreException;

    /**
     * Looks whether registrations can be stored at all. Openfire starts a plugin also when its table could not be made.
     *
     * @return what is wrong and what to do about it, in one sentence for the administrator, or nothing where all is well
     */
    Optional<String> problem();
}
