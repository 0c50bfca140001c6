package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is counted at most once a minute: counting a million rows takes a while, and pages are asked for again and again.
 * Thread-safe.
 *
 * @param <T> what is counted
 */
final class Aged<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Aged.class);
    private static final Duration AGE = Duration.ofMinutes(1);

    /** Counts. */
    @FunctionalInterface
    interface Counting<T> {

        /** @return what was counted; never null */
        T count() throws StoreException;
    }

    private record Value<T>(Instant time, @Nullable T value) {
    }

    private volatile @Nullable Value<T> value;

    /**
     * @param now the time; not null
     * @param counting counts where that is due; not null
     * @return what was counted a moment ago, or null where the database does not tell
     */
    @Nullable T get(Instant now, Counting<T> counting) {
        Value<T> last = value;
        if (last == null || Duration.between(last.time(), now).abs().compareTo(AGE) >= 0) {
            try {
                last = new Value<>(now, Objects.requireNonNull(counting.count()));
            } catch (StoreException e) {
                LOG.warn("The console could not count in the database", e);
                last = new Value<>(now, null);
            }
            value = last;
        }
        return last.value();
    }
}
