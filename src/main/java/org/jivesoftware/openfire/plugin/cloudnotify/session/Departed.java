package org.jivesoftware.openfire.plugin.cloudnotify.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;

/**
 * Remembers which journey the stanzas came from that a session had not acknowledged when it ended: Openfire delivers them again, with
 * the time at which it first sent them as their delay. And which original each copy was taken for, since several equal stanzas may have
 * come within one millisecond, and each has as many copies.
 *
 * <p>Bounded: {@value #MAX} entries of some 150 bytes of either kind, the least recently used giving way, each for 72 hours.
 * Thread-safe for different users; one user's entries are used on the user's lane.
 */
final class Departed {

    static final int MAX = 100_000;
    private static final Duration KEPT = Duration.ofHours(72);

    private final Cache<Key, long[]> originals;
    private final Cache<Key, Integer> turns;
    private final Cache<Long, Long> copies;

    Departed(Clock clock) {
        this.originals = cache(clock);
        this.turns = cache(clock);
        this.copies = cache(clock);
    }

    private static <K, V> Cache<K, V> cache(Clock clock) {
        return Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(KEPT).ticker(() -> clock.millis() * 1_000_000)
            .executor(Runnable::run).build();
    }

    /** A session ended with this in its queue. */
    void add(String username, Fingerprint fingerprint, Instant stamp, long arrival) {
        originals.asMap().merge(new Key(username, fingerprint, stamp.toEpochMilli()), new long[] {arrival},
            (known, added) -> LongStream.concat(LongStream.of(known), LongStream.of(added)).distinct().toArray());
    }

    /**
     * Chooses the original of a copy, and stays with it.
     *
     * @param username whose
     * @param fingerprint of the copy
     * @param stamp the time that its delay states
     * @param copy the number of the copy's own journey
     * @param waiting the originals that wait in sessions still
     * @return the number of the original's journey, or that of the copy where none is known
     */
    long original(String username, Fingerprint fingerprint, Instant stamp, long copy, SortedSet<Long> waiting) {
        Long chosen = copies.getIfPresent(copy);
        if (chosen != null) {
            return chosen;
        }
        Key key = new Key(username, fingerprint, stamp.toEpochMilli());
        TreeSet<Long> all = new TreeSet<>(waiting);
        long[] gone = originals.getIfPresent(key);
        if (gone != null) {
            LongStream.of(gone).forEach(all::add);
        }
        if (all.isEmpty()) {
            return copy;
        }
        long original = all.first();
        if (all.size() > 1) {
            // Copies come in the order of their originals.
            int turn = turns.asMap().merge(key, 1, Integer::sum) - 1;
            original = all.stream().skip(turn % all.size()).findFirst().orElse(original);
        }
        copies.put(copy, original);
        return original;
    }

    private record Key(String username, Fingerprint fingerprint, long stamp) {
    }
}
