package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/** Where what waits is kept while the plugin does not run. Blocks; thread-safe. */
public interface OutboxStore {

    /** Keeps nothing. */
    OutboxStore NONE = new OutboxStore() {

        @Override
        public boolean save(List<Pending> waiting) {
            return false;
        }

        @Override
        public List<Pending> take() {
            return List.of();
        }
    };

    /**
     * @param waiting what waits; not null
     * @return whether it is kept
     * @throws StoreException if it should be kept, but the database failed
     */
    boolean save(List<Pending> waiting) throws StoreException;

    /**
     * @return what was kept, which is no longer; never null
     * @throws StoreException if the database failed
     */
    List<Pending> take() throws StoreException;
}
