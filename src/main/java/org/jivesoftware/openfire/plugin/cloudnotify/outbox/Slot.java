package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.Comparator;

/**
 * A place in the outbox. Immutable.
 *
 * @param pending what waits
 * @param since since when, in monotonic nanoseconds
 * @param wake when to look at it again, in monotonic nanoseconds
 * @param number tells it from all others
 */
record Slot(Pending pending, long since, long wake, long number) {

    /** The one to look at next is the first. */
    static final Comparator<Slot> BY_TIME = (one, other) -> {
        int order = Long.compare(one.wake - other.wake, 0);
        return order != 0 ? order : Long.compare(one.number, other.number);
    };
}
