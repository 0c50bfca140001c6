package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.concurrent.CompletionStage;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.TestResult;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/** What an administrator can do to a registration. Calls block until the database has answered; thread-safe. */
public interface RegistrationActions {

    /**
     * Stops publishing to a registration; it is kept.
     *
     * @param key which
     * @return false if there is no such registration
     * @throws StoreException if the database fails; then nothing was changed
     */
    boolean disable(RegistrationKey key) throws StoreException;

    /**
     * Publishes to a registration again and forgets its errors.
     *
     * @param key which
     * @return false if there is no such registration
     * @throws StoreException if the database fails; then nothing was changed
     */
    boolean enableAgain(RegistrationKey key) throws StoreException;

    /**
     * Removes a registration.
     *
     * @param key which
     * @return false if there was no such registration
     * @throws StoreException if the database fails; then nothing was removed
     */
    boolean delete(RegistrationKey key) throws StoreException;

    /**
     * Publishes a push without content, so that the administrator sees whether it arrives. Does not wait for the answer.
     *
     * @param key where to
     * @return completed when the service has answered, or when waiting for it has ended, or at once where nothing was published; never
     *     null
     */
    CompletionStage<TestResult> testPush(RegistrationKey key);
}
