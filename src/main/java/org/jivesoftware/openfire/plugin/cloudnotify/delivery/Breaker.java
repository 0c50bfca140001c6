package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;

/**
 * Stops publishing to a service that fails again and again, and finds out when it is back (spec §4). After {@link #LIMIT} transient
 * failures in a row it opens, for a minute; then one probe goes out, and if that fails too, the time doubles, up to an hour.
 *
 * <p>Not thread-safe: {@link ServiceLine} guards it.
 */
final class Breaker {

    /** Failures in a row that open it. */
    static final int LIMIT = 3;
    /** How long it is open the first time. */
    static final Duration SHORTEST = Duration.ofMinutes(1);
    /** How long it is open at most. */
    static final Duration LONGEST = Duration.ofHours(1);

    private int failures;
    private boolean open;
    private boolean probing;
    private long wait;
    private long lastFailure;

    /** @return whether pushes may go out */
    boolean closed() {
        return !open;
    }

    /**
     * Asks to send a probe; whoever gets true must tell {@link #succeeded}, {@link #failed} or {@link #notProbed}.
     *
     * @param now the time in nanoseconds
     * @return whether one may go out
     */
    boolean probe(long now) {
        if (!open || probing || now - lastFailure < wait) {
            return false;
        }
        probing = true;
        return true;
    }

    /** The probe did not go out after all. */
    void notProbed() {
        probing = false;
    }

    /** The service answered. */
    void succeeded() {
        failures = 0;
        open = false;
        probing = false;
    }

    /**
     * A push failed transiently.
     *
     * @param probe whether it was the probe; others that were on their way when it opened say nothing new
     * @param now the time in nanoseconds
     * @return whether this opened it, or opened it again
     */
    boolean failed(boolean probe, long now) {
        if (open && !probe) {
            return false;
        }
        lastFailure = now;
        if (open) {
            wait = Math.min(LONGEST.toNanos(), wait * 2);
        } else {
            failures++;
            if (failures < LIMIT) {
                return false;
            }
            wait = SHORTEST.toNanos();
        }
        open = true;
        probing = false;
        return true;
    }

    /** @return how long it stays or stayed open; zero where it is closed; never null */
    Duration openFor() {
        return open ? Duration.ofNanos(wait) : Duration.ZERO;
    }

    /**
     * @param now the time in nanoseconds
     * @return whether it has nothing to remember: no failure, or the last one so long ago that an hour passed without a probe
     */
    boolean forgettable(long now) {
        return !open && failures == 0 || !probing && now - lastFailure > (open ? wait : 0) + LONGEST.toNanos();
    }
}
