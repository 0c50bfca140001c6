package org.jivesoftware.openfire.plugin.cloudnotify.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;

/**
 * Remembers which journey the stanzas came from that a session had not acknowledged when it ended: Openfire delivers them again, with
 * the time at which it first sent them as their delay.
 *
 * <p>Equal stanzas that were queued in the same millisecond share an entry; each is the original of another copy, as long as there are
 * enough.
 *
 * <p>Bounded: {@value #MAX} entries of some 200 bytes, the least recently used giving way, each for 72 hours, with {@value #MAX_EQUAL}
 * stanzas at most. Thread-safe.
 */
final class Departed {

    static final int MAX = 100_000;
    private static final Duration KEPT = Duration.ofHours(72);

    private static final int MAX_EQUAL = 16;

    private final Cache<Key, Equal> arrivals;

    Departed(Clock clock) {
        this.arrivals = Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(KEPT)
            .ticker(() -> clock.millis() * 1_000_000).executor(Runnable::run).build();
    }

    void add(String username, Fingerprint fingerprint, Instant stamp, long arrival) {
        arrivals.asMap().computeIfAbsent(new Key(username, fingerprint, stamp.toEpochMilli()), key -> new Equal()).add(arrival);
    }

    /**
     * @param copy the number of the copy's own journey
     * @return the journey, or 0 where nothing is known
     */
    long arrival(String username, Fingerprint fingerprint, Instant stamp, long copy) {
        Equal equal = arrivals.getIfPresent(new Key(username, fingerprint, stamp.toEpochMilli()));
        return equal == null ? 0 : equal.take(copy);
    }

    /** The journeys of equal stanzas, and of the copies that they are the originals of. Guarded by itself. */
    private static final class Equal {

        private long[] originals = {};
        private long[] copies = {};

        synchronized void add(long original) {
            for (long known : originals) {
                if (known == original) {
                    return;
                }
            }
            if (originals.length < MAX_EQUAL) {
                originals = Arrays.copyOf(originals, originals.length + 1);
                copies = Arrays.copyOf(copies, originals.length);
                originals[originals.length - 1] = original;
            }
        }

        synchronized long take(long copy) {
            int free = -1;
            for (int i = 0; i < copies.length; i++) {
                if (copies[i] == copy) {
                    return originals[i];
                }
                free = free < 0 && copies[i] == 0 ? i : free;
            }
            copies[Math.max(0, free)] = copy;
            return originals[Math.max(0, free)];
        }
    }

    private record Key(String username, Fingerprint fingerprint, long stamp) {
    }
}
