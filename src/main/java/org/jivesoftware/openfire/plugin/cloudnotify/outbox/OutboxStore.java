package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/** Where what waits is kept while the plugin does not run. Blocks; thread-safe. */
public interface OutboxStore {

    /** Keeps nothing. */
    OutboxStore NONE = new OutboxStore() {

        @Override
        public boolean save(List<Pending> changed, Collection<RegistrationKey> gone) {
            return false;
        }

        @Override
        public List<Pending> load(Instant after, int limit) {
            return List.of();
        }
    };

    /**
     * Where it fails, some of it may be done: the same can be asked for again.
     *
     * @param changed what waits and was not kept before, or otherwise, one for each registration
     * @param gone what waits no more
     * @return whether it is kept; false means that nothing ever is
     * @throws StoreException if it should be kept, but the database failed
     */
    boolean save(List<Pending> changed, Collection<RegistrationKey> gone) throws StoreException;

    /**
     * @param after what began to wait before is forgotten
     * @param limit how many at most
     * @return what was kept and stays so until it is said to be gone; several for one registration are possible
     * @throws StoreException if the database failed
     */
    List<Pending> load(Instant after, int limit) throws StoreException;

    /**
     * What {@link #load} gave was saved again, or is gone.
     *
     * @throws StoreException if the database failed
     */
    default void takenOver() throws StoreException {
    }

    /** @return whether the whole server ends, so that nothing that is handed over now would get anywhere */
    default boolean ending() {
        return false;
    }
}
