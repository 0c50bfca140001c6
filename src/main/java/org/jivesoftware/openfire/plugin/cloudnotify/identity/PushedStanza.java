package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import java.util.BitSet;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * One stanza that was pushed to some of a user's registrations, or one more stamp or look under which the same stanza may come. Small:
 * there are many. Mutable, guarded by its {@link PushedStanzas}.
 */
final class PushedStanza {

    /** The journey, packed, or 0. */
    final long journey;
    /** The entry that has the marks, where this one is of the same stanza; else null. */
    final @Nullable PushedStanza same;
    /** Whether it was a delayed copy when it was first seen. */
    final boolean copy;
    /** Its first queueing, where {@link #stamped}, else when it was seen; in milliseconds. */
    long time;
    /** Whether {@link #time} is the time that a delay states. */
    boolean stamped;
    /** Whether it was stored offline, so that copies of it come out of the store. */
    boolean stored;
    /** Whether it is forgotten as soon as the device is back. */
    final boolean request;

    private final long high;
    private final long low;
    private long marks;
    /** Marks of devices beyond the 64th, or null. */
    private @Nullable BitSet moreMarks;

    PushedStanza(Fingerprint fingerprint, long journey, @Nullable PushedStanza same, boolean copy, @Nullable Long stamp, long seen,
                 boolean stored, boolean request) {
        this.high = fingerprint.high();
        this.low = fingerprint.low();
        this.journey = journey;
        this.same = same;
        this.copy = copy;
        this.stamped = stamp != null;
        this.time = stamp != null ? stamp : seen;
        this.stored = stored;
        this.request = request;
    }

    boolean looksLike(Fingerprint fingerprint) {
        return high == fingerprint.high() && low == fingerprint.low();
    }

    boolean looksLike(PushedStanza other) {
        return high == other.high && low == other.low;
    }

    /** @return a part of its look */
    int look() {
        return (int) low;
    }

    /** @return whether it is older; of two of one time, whether its journey began earlier */
    boolean before(PushedStanza other) {
        return time < other.time || time == other.time && journey < other.journey;
    }

    /** @return whether another cluster node saw it, whose numbers say nothing about those of this one */
    boolean elsewhere() {
        return journey < 0;
    }

    /** @return the entry that has the marks of this stanza */
    PushedStanza main() {
        return same == null ? this : same;
    }

    /** @return whether the device was not marked before */
    boolean mark(int device) {
        boolean marked = marked(device);
        if (device < Long.SIZE) {
            marks |= 1L << device;
        } else {
            moreMarks = moreMarks == null ? new BitSet() : moreMarks;
            moreMarks.set(device - Long.SIZE);
        }
        return !marked;
    }

    boolean marked(int device) {
        return device < Long.SIZE ? (marks & 1L << device) != 0 : moreMarks != null && moreMarks.get(device - Long.SIZE);
    }

    void unmark(int device) {
        if (device < Long.SIZE) {
            marks &= ~(1L << device);
        } else if (moreMarks != null) {
            moreMarks.clear(device - Long.SIZE);
        }
    }
}
