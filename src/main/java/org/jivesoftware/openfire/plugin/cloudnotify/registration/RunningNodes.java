package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where each server that has the plugin leaves a sign of life, so that the next one to start knows since when none ran. Thread-safe. */
public interface RunningNodes {

    /**
     * One server's.
     *
     * @param node which
     * @param started when the plugin started there
     * @param since when one ran before that, anywhere; null where none ever did
     * @param last when it was known to run
     */
    record Life(String node, Instant started, @Nullable Instant since, Instant last) {

        /** Checks. */
        public Life {
            Objects.requireNonNull(node);
            Objects.requireNonNull(started);
            Objects.requireNonNull(last);
        }
    }

    /** @return what {@link Life#node()} is for this server */
    String self();

    /**
     * Blocks.
     *
     * @return the last sign of each server, this one included
     * @throws StoreException if the database fails
     */
    List<Life> lives() throws StoreException;

    /**
     * Blocks.
     *
     * @param life this server's, in place of what it left before
     * @throws StoreException if the database fails; then nothing was written
     */
    void save(Life life) throws StoreException;
}
