package org.jivesoftware.openfire.plugin.cloudnotify.privacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * What users wish, for some minutes after it was read. What was read before a user changed it, and would be remembered only after, is not:
 * the console's pages read on threads of their own. Bounded: 50,000 users. Thread-safe.
 *
 * @param <V> the wish
 */
final class RememberedWishes<V> {

    /** For how long a wish is remembered: how long a cluster node may go on showing what was just hidden, where it was not told. */
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final long USERS = 50_000;

    private final Cache<String, V> cache;
    private final AtomicLong changes = new AtomicLong();

    /**
     * Asks the database.
     *
     * @param <V> the wish
     */
    @FunctionalInterface
    interface Reading<V> {
        V read() throws StoreException;
    }

    RememberedWishes(Ticker ticker) {
        // Maintenance runs on the calling thread: the common pool's threads would keep the plugin's class loader alive.
        this.cache = Caffeine.newBuilder().maximumSize(USERS).expireAfterWrite(REMEMBERED).ticker(ticker).executor(Runnable::run).build();
    }

    /** @return the user's wish, or null where it must be read */
    @Nullable V known(String username) {
        return cache.getIfPresent(username);
    }

    /** @return what is read now, and remembered */
    V read(String username, Reading<V> reading) throws StoreException {
        long before = changes.get();
        V wish = reading.read();
        if (changes.get() == before) {
            cache.put(username, wish);
            if (changes.get() != before) {
                cache.invalidate(username);
            }
        }
        return wish;
    }

    /** It may have changed. */
    void forget(String username) {
        changes.incrementAndGet();
        cache.invalidate(username);
    }
}
