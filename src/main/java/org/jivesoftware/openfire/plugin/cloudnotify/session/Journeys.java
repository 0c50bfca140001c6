package org.jivesoftware.openfire.plugin.cloudnotify.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.JourneyNumber;

/**
 * Numbers the journeys of stanzas through the server, and knows the objects that wait in the queues of sessions: when a session ends,
 * the server routes these very objects again, so that the journey of the original goes on. Neither content nor time needs to be
 * compared, and equal stanzas of one millisecond stay two.
 *
 * <p>Where an object is routed again before the user's lane found it in a queue, it has a number of its own by then, and so have the copies
 * of it in other queues. On the lane such numbers meet and are joined; of two the traced one stands for both, or the one that was used
 * first. Where they do not meet, since far too much was routed again at once, time and content decide (see {@code Sightings}).
 *
 * <p>Bounded: {@value #MAX} stanzas that wait, about 100 bytes each, and as many numbers that were joined or may be, which are kept for 72
 * hours. Thread-safe; one user's numbers are joined on the user's lane.
 */
public final class Journeys {

    static final int MAX = 200_000;
    /** As long as a session can hibernate. */
    private static final Duration KEPT = Duration.ofHours(72);
    /** Joining one number after the other makes chains, as long as there are sessions that end one after the other. */
    private static final int LONGEST_CHAIN = 1_000;

    private final AtomicLong last;
    /** By identity; an object that nobody holds any more is forgotten. */
    private final Cache<Object, Long> waiting;
    /** The number that a number was joined to; its own where it stands for itself and was used. */
    private final Cache<Long, Long> joined;

    /**
     * Begins at the beginning.
     *
     * @param upkeep where caches tidy up; not null
     */
    public Journeys(Executor upkeep) {
        this(upkeep, 0);
    }

    Journeys(Executor upkeep, long last) {
        this.last = new AtomicLong(last);
        this.waiting = Caffeine.newBuilder().weakKeys().maximumSize(MAX).executor(upkeep).build();
        this.joined = Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(KEPT).executor(upkeep).build();
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
        // Of what it is, time and content may have to tell, where its queue is never looked at in time.
        long number = next(false);
        Long other = waiting.asMap().putIfAbsent(stanza, number);
        return other == null ? number : other;
    }

    /**
     * A stanza was found in a session's queue. On the user's lane.
     *
     * @param stanza the object that the server would route again; not null
     * @param number the number of its journey, as far as that is known from elsewhere
     */
    void waits(Object stanza, long number) {
        Long begun = waiting.asMap().putIfAbsent(stanza, number);
        if (begun == null) {
            return;
        }
        long one = find(number);
        long other = find(begun);
        if (one != other) {
            boolean otherStands = JourneyNumber.traced(one) == JourneyNumber.traced(other) ? joined.getIfPresent(other) != null
                : JourneyNumber.traced(other);
            joined.put(otherStands ? one : other, otherStands ? other : one);
        }
    }

    /**
     * Two numbers turned out to be of one journey. On the user's lane.
     *
     * @param number the one that stands for both from now on
     * @param other the other one
     */
    void same(long number, long other) {
        long one = find(number);
        long another = find(other);
        if (one != another) {
            joined.put(another, one);
        }
    }

    /**
     * The number that a journey goes by, which is about to be used. On the user's lane.
     *
     * @param number a number of a journey
     * @param delayed whether it may be the journey of a stanza that was routed again: then what is found out later is joined to it
     * @return the number by which the journey is known
     */
    long settle(long number, boolean delayed) {
        long found = find(number);
        if (delayed && joined.getIfPresent(found) == null) {
            joined.put(found, found);
        }
        return found;
    }

    private long find(long number) {
        if (joined.estimatedSize() == 0) {
            return number;
        }
        long found = number;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            Long next = joined.getIfPresent(found);
            if (next == null || next == found) {
                break;
            }
            found = next;
        }
        return found;
    }
}
