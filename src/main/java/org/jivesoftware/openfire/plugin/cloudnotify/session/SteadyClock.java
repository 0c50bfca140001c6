package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A clock that never jumps: it shows the time of day when it was made, and goes on by nanoseconds that are counted, whatever happens to
 * the wall clock. Its times are to be compared with each other, and with nobody else's. Thread-safe.
 */
final class SteadyClock {

    private final LongSupplier nanos;
    private final Instant begin;
    private final long beginNanos;

    /**
     * @param begin what it shows now
     * @param nanos the time in nanoseconds, from anywhere
     */
    SteadyClock(Instant begin, LongSupplier nanos) {
        this.begin = Objects.requireNonNull(begin);
        this.nanos = Objects.requireNonNull(nanos);
        this.beginNanos = nanos.getAsLong();
    }

    /** @return the time */
    Instant now() {
        return at(nanos.getAsLong());
    }

    /** @return the time in milliseconds */
    long millis() {
        return begin.toEpochMilli() + (nanos.getAsLong() - beginNanos) / 1_000_000;
    }

    /**
     * @param time one of this clock's
     * @return the same in nanoseconds, which other clocks over the same nanoseconds understand
     */
    long nanos(Instant time) {
        return beginNanos + Duration.between(begin, time).toNanos();
    }

    /**
     * @param time in nanoseconds
     * @return the same as a time of this clock
     */
    Instant at(long time) {
        return begin.plusNanos(time - beginNanos);
    }
}
