package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Lets one thread send at a rate, or as fast as answers come. */
final class Pace {
    private static final long NAP = 200_000;

    private final double perNano;
    private final LongSupplier inFlight;
    private final int window;
    private final long start = System.nanoTime();
    private final long end;
    private long sent;

    /**
     * @param rate     stanzas a second, or 0 for as many as answers come
     * @param nanos    how long
     * @param inFlight how many are on their way, over all threads; asked only where the rate is 0
     * @param window   how many may be, then
     */
    Pace(double rate, long nanos, LongSupplier inFlight, int window) {
        this.perNano = rate / 1e9;
        this.end = start + nanos;
        this.inFlight = inFlight;
        this.window = window;
    }

    /** Waits for the turn of the next stanza; false when the time is over. */
    boolean next() {
        while (true) {
            long now = System.nanoTime();
            if (now >= end) {
                return false;
            }
            if (perNano > 0 ? sent < (now - start) * perNano : inFlight.getAsLong() < window) {
                sent++;
                return true;
            }
            LockSupport.parkNanos(NAP);
        }
    }
}
