package org.jivesoftware.openfire.plugin.cloudnotify.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;

/**
 * Remembers which journey the stanzas came from that a session had not acknowledged when it ended: Openfire delivers them again, with
 * the time at which it first sent them as their delay.
 *
 * <p>Bounded: {@value #MAX} entries of some 150 bytes, the least recently used giving way, each for 72 hours. Thread-safe.
 */
final class Departed {

    static final int MAX = 100_000;
    private static final Duration KEPT = Duration.ofHours(72);

    private final Cache<Key, Long> arrivals;

    Departed(Clock clock) {
        this.arrivals = Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(KEPT)
            .ticker(() -> clock.millis() * 1_000_000).executor(Runnable::run).build();
    }

    void add(String username, Fingerprint fingerprint, Instant stamp, long arrival) {
        arrivals.put(new Key(username, fingerprint, stamp.toEpochMilli()), arrival);
    }

    /** @return the journey, or 0 where nothing is known */
    long arrival(String username, Fingerprint fingerprint, Instant stamp) {
        Long arrival = arrivals.getIfPresent(new Key(username, fingerprint, stamp.toEpochMilli()));
        return arrival == null ? 0 : arrival;
    }

    private record Key(String username, Fingerprint fingerprint, long stamp) {
    }
}
