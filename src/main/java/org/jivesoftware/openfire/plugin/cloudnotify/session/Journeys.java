package org.jivesoftware.openfire.plugin.cloudnotify.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.JourneyNumber;

/**
 * Numbers the journeys of stanzas through the server, and knows the objects that wait in the queues of sessions: when a session ends,
 * the server routes these very objects again, so that the journey of the original goes on. Neither content nor time needs to be
 * compared, and equal stanzas of one millisecond stay two.
 *
 * <p>Where an object is routed again before the user's lane found it in a queue, it has a number of its own by then. Which of the two
 * numbers is the journey's is settled on the lane, where they meet: the one that was used first.
 *
 * <p>Bounded: {@value #MAX} stanzas that wait, about 100 bytes each, and as many numbers that turned out to be another's, which are kept
 * for 10 minutes. Thread-safe; one user's numbers are settled on the user's lane.
 */
public final class Journeys {

    static final int MAX = 200_000;
    /** Longer than a lane is ever behind the threads that route. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final AtomicLong last;
    /** By identity; an object that nobody holds any more is forgotten. */
    private final Cache<Object, Long> waiting = Caffeine.newBuilder().weakKeys().maximumSize(MAX).executor(Runnable::run).build();
    private final Cache<Long, Long> settled = Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(KEPT).executor(Runnable::run)
        .build();

    /** Begins at the beginning. */
    public Journeys() {
        this(0);
    }

    Journeys(long last) {
        this.last = new AtomicLong(last);
    }

    /**
     * @param traced whether the journey is followed from where the stanza came to this server; false for what comes out of a store
     * @return the number of a journey that nothing else is known of; larger than all before
     */
    public long next(boolean traced) {
        return JourneyNumber.of(last.incrementAndGet(), traced);
    }

    /**
     * A stanza comes in, on a routing thread.
     *
     * @param stanza which; not null
     * @param delayed whether it says that it was held up, as everything does that is routed again
     * @return the number of its journey: that of the original where it is routed again
     */
    long begin(Object stanza, boolean delayed) {
        if (!delayed) {
            return next(true);
        }
        Long known = waiting.getIfPresent(stanza);
        if (known != null) {
            return known;
        }
        long number = next(true);
        Long other = waiting.asMap().putIfAbsent(stanza, number);
        return other == null ? number : other;
    }

    /**
     * A stanza was found in a session's queue. On the user's lane.
     *
     * @param stanza the object that the server would route again; not null
     * @param number the number of its journey, as far as that is known from elsewhere
     * @return the number of its journey
     */
    long waits(Object stanza, long number) {
        Long begun = waiting.asMap().putIfAbsent(stanza, number);
        if (begun == null || begun == number) {
            return number;
        }
        if (settled.getIfPresent(begun) != null) {
            settled.put(number, begun);
            return begun;
        }
        settled.put(begun, number);
        waiting.put(stanza, number);
        return number;
    }

    /**
     * Two numbers turned out to be of one journey. On the user's lane.
     *
     * @param number the one that is used from now on
     * @param other the other one
     */
    void same(long number, long other) {
        if (number != other) {
            settled.put(other, number);
        }
    }

    /**
     * The number that a journey goes by. On the user's lane.
     *
     * @param number a number of a journey
     * @param delayed whether it may be the journey of a stanza that was routed again: then its number does not change from now on
     * @return the number by which the journey is known
     */
    long settle(long number, boolean delayed) {
        Long known = settled.getIfPresent(number);
        if (known == null && delayed) {
            settled.put(number, number);
        }
        return known == null ? number : known;
    }
}
