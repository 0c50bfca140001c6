package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** When registrations were last of use, beside being enabled (behaviour §1): pushed with success, or with a session that was connected. */
@FunctionalInterface
public interface LastUse {

    /**
     * @param registrations of one user
     * @return the last use of those that were of use. May wait for the database.
     * @throws StoreException if the database fails
     */
    Map<RegistrationKey, Instant> of(List<Registration> registrations) throws StoreException;

    /**
     * The same as every cluster node sees it: what only this one knows is told to the database first.
     *
     * @param registrations of one user
     * @return the last use of those that were of use. Waits for the database.
     * @throws StoreException if the database fails
     */
    default Map<RegistrationKey, Instant> agreed(List<Registration> registrations) throws StoreException {
        return of(registrations);
    }
}
