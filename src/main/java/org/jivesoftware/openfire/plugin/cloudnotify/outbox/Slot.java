package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Instant;
import java.util.Comparator;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;

/**
 * A place in the outbox. Immutable.
 *
 * @param pending what waits
 * @param since since when, in monotonic nanoseconds
 * @param said when that came, or went out in vain, whose content it shows; in monotonic nanoseconds
 * @param wake when to look at it again, in monotonic nanoseconds
 * @param number tells it from all others
 */
record Slot(Pending pending, long since, long said, long wake, long number) {

    /** The one to look at next is the first. */
    static final Comparator<Slot> BY_TIME = (one, other) -> {
        int order = Long.compare(one.wake - other.wake, 0);
        return order != 0 ? order : Long.compare(one.number, other.number);
    };

    /**
     * Becomes one with something else for the same registration. It goes on to wait for the same.
     *
     * @param other that
     * @param when when that came, or went out in vain
     * @param ahead whether that is older than what this shows
     * @return both
     */
    Slot and(Pending other, long when, boolean ahead) {
        Cause later = ahead ? pending.cause() : other.cause();
        Cause both = ahead ? other.cause().and(later) : pending.cause().and(later);
        Instant first = other.since().isBefore(pending.since()) ? other.since() : pending.since();
        // What only wakes says nothing, so that what came before it is shown.
        return new Slot(new Pending(pending.key(), both, pending.waitsFor(), first, pending.until(),
            Math.max(pending.attempts(), other.attempts())), since, later.onlyWakes() == ahead ? when : said, wake, number);
    }

    /** @return this place for something else, or until another time */
    Slot with(Pending other, long until) {
        return new Slot(other, since, said, until, number);
    }
}
