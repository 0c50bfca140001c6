package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;

/**
 * Numbers the journeys of stanzas through the server, and knows the objects that wait in the queues of sessions: when a session ends,
 * the server routes these very objects again, so that the journey of the original goes on. Neither content nor time needs to be
 * compared, and equal stanzas of one millisecond stay two.
 *
 * <p>Where an object is routed again before the user's lane found it in a queue, it has a number of its own by then, and so have the copies
 * of it in other queues. On the lane such numbers meet and are joined; of two the traced one stands for both, or the one that was used
 * first. Where they do not meet, since far too much was routed again at once, time and content decide (see {@link PushedStanzas}).
 *
 * <p>Bounded: {@value #MAX} stanzas that wait, about 100 bytes each, and as many numbers that were joined or may be, which are kept for 72
 * hours. Thread-safe; one user's numbers are joined on the user's lane.
 */
public final class JourneyRegistry {

    static final int MAX = 200_000;
    /** As long as a session can hibernate. */
    private static final Duration KEPT = Duration.ofHours(72);
    /** Joining one number after the other makes chains, as long as there are sessions that end one after the other. */
    private static final int LONGEST_CHAIN = 1_000;

    private final AtomicLong last;
    private final UnconfirmedDeliveries deliveries;
    /** By identity; an object that nobody holds any more is forgotten. Journeys are packed. */
    private final Cache<Object, Long> waiting;
    /** The journey that one was joined to; itself where it stands for itself and was used. Packed. */
    private final Cache<Long, Long> joined;

    /**
     * Begins at the beginning.
     *
     * @param upkeep where caches tidy up
     */
    public JourneyRegistry(Executor upkeep) {
        this(upkeep, 0);
    }

    /**
     * @param upkeep where caches tidy up
     * @param last how many journeys there were already
     */
    public JourneyRegistry(Executor upkeep, long last) {
        this.last = new AtomicLong(last);
        this.deliveries = new UnconfirmedDeliveries(Ticker.systemTicker(), upkeep);
        this.waiting = Caffeine.newBuilder().weakKeys().maximumSize(MAX).executor(upkeep).build();
        this.joined = Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(KEPT).executor(upkeep).build();
    }

    /** @return what was handed to sessions that acknowledge nothing */
    public UnconfirmedDeliveries deliveries() {
        return deliveries;
    }

    /**
     * @param traced whether the journey is followed from where the stanza came to this server; false for what comes out of a store
     * @return a journey that nothing else is known of; with a larger number than all before
     */
    public Journey next(boolean traced) {
        return new Journey(last.incrementAndGet(), traced ? Origin.TRACED : Origin.STORED);
    }

    /**
     * A stanza comes in, on a routing thread.
     *
     * @param stanza which
     * @param delayed whether it says that it was held up, as everything does that is routed again
     * @return its journey: that of the original where it is routed again
     */
    public Journey begin(Object stanza, boolean delayed) {
        return known(beginPacked(stanza, delayed));
    }

    long beginPacked(Object stanza, boolean delayed) {
        if (!delayed) {
            return Journey.packed(last.incrementAndGet(), true);
        }
        Long known = waiting.getIfPresent(stanza);
        if (known != null) {
            return known;
        }
        // Of what it is, time and content may have to tell, where its queue is never looked at in time.
        long journey = Journey.packed(last.incrementAndGet(), false);
        Long other = waiting.asMap().putIfAbsent(stanza, journey);
        return other == null ? journey : other;
    }

    /**
     * A stanza was found in a session's queue. On the user's lane.
     *
     * @param stanza the object that the server would route again
     * @param journey its journey, as far as that is known from elsewhere
     */
    public void waits(Object stanza, Journey journey) {
        Long begun = waiting.asMap().putIfAbsent(stanza, Journey.packed(journey));
        if (begun == null) {
            return;
        }
        long one = find(Journey.packed(journey));
        long other = find(begun);
        if (one != other) {
            boolean otherStands = Journey.traced(one) == Journey.traced(other) ? joined.getIfPresent(other) != null : Journey.traced(other);
            joined.put(otherStands ? one : other, otherStands ? other : one);
        }
    }

    /**
     * Two journeys turned out to be of one stanza. On the user's lane.
     *
     * @param journey the one that stands for both from now on
     * @param other the other one
     */
    public void same(Journey journey, Journey other) {
        long one = find(Journey.packed(journey));
        long another = find(Journey.packed(other));
        if (one != another) {
            joined.put(another, one);
        }
    }

    /**
     * The journey that stands for another, which is about to be used. On the user's lane.
     *
     * @param journey one that something was seen on
     * @param delayed whether it may be that of a stanza that was routed again: then what is found out later is joined to it
     * @return the journey by which the stanza is known
     */
    public Journey resolve(Journey journey, boolean delayed) {
        long packed = Journey.packed(journey);
        long found = find(packed);
        if (delayed && joined.getIfPresent(found) == null) {
            joined.put(found, found);
        }
        return found == packed ? journey : known(found);
    }

    /** No journey that began is packed as nothing. */
    private static Journey known(long packed) {
        return Objects.requireNonNull(Journey.unpacked(packed));
    }

    private long find(long journey) {
        if (joined.estimatedSize() == 0) {
            return journey;
        }
        long found = journey;
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
