package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Time, and work that is due at a later time. Everything that waits goes through this, so that tests can let hours pass. Thread-safe.
 */
public interface Scheduler {

    /** @return the time of day, for what is shown or stored; it may jump. Never null */
    Clock clock();

    /** @return a time in nanoseconds that never jumps, for measuring and for deadlines */
    long nanos();

    /**
     * @param delay from now
     * @param work must be quick: what may wait for a database or a lock is handed to a {@link UserExecutor}
     * @return cancels it
     */
    Task after(Duration delay, Runnable work);

    /**
     * @param period from one start to the next, and until the first
     * @param work as in {@link #after}; one that throws, an error too, is logged and runs again all the same
     * @return ends it
     */
    Task every(Duration period, Runnable work);

    /**
     * Where caches may do their upkeep: a moment later and all of them together, so that a single change does not pay for it. What is
     * given after the end is dropped.
     *
     * @return runs what it is given, at once unless the scheduler knows better
     */
    default Executor upkeep() {
        return Runnable::run;
    }

    /** Work that is due later. */
    @FunctionalInterface
    interface Task {

        /** Does not do it (any more), if it did not begin yet. */
        void cancel();
    }
}
