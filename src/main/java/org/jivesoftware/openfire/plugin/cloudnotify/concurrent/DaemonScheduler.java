package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread of the plugin's own: Openfire's TaskEngine has changed between versions, and could not be emptied on unload.
 * After {@link #close} nothing runs any more, and what is given is dropped.
 */
public final class DaemonScheduler implements Scheduler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonScheduler.class);
    /** Waking the thread costs more than most of its work: what is due within this time is done in one go. */
    static final long GRAIN = TimeUnit.MILLISECONDS.toNanos(50);
    /** Shorter delays are kept to. */
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(500);

    private final Clock clock;
    private final Part part;
    private final ScheduledThreadPoolExecutor executor;

    /**
     * @param clock the time of day
     * @param part is told what work throws
     */
    public DaemonScheduler(Clock clock, Part part) {
        this.clock = Objects.requireNonNull(clock);
        this.part = Objects.requireNonNull(part);
        this.executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "cloudnotify-scheduler");
            thread.setDaemon(true);
            return thread;
        });
        // Now: a thread remembers on whose behalf it was started, which would keep another plugin in memory.
        executor.prestartAllCoreThreads();
        // What was cancelled must not keep what it refers to alive until it would have been due.
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    /** {@inheritDoc} Half a second or more may become up to 50 ms longer. */
    @Override
    public Task after(Duration delay, Runnable work) {
        long nanos = delay.toNanos();
        return afterNanos(nanos < SHORT ? nanos : grained(System.nanoTime(), nanos), work);
    }

    @Override
    public Executor upkeep() {
        return work -> afterNanos(grained(System.nanoTime(), 1), work);
    }

    /** Longer by as much as is missing to the next grain of time. */
    static long grained(long now, long delay) {
        long rest = Math.floorMod(now + delay, GRAIN);
        return rest == 0 ? delay : delay + GRAIN - rest;
    }

    private Task afterNanos(long delay, Runnable work) {
        try {
            return task(executor.schedule(guarded(work), delay, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            return () -> { };
        }
    }

    @Override
    public Task every(Duration period, Runnable work) {
        try {
            return task(executor.scheduleAtFixedRate(guarded(work), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            return () -> { };
        }
    }

    private static Task task(ScheduledFuture<?> future) {
        return () -> future.cancel(false);
    }

    private Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Throwable e) {
                part.failed(e);
            }
        };
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The scheduler's work did not end within 5 seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
