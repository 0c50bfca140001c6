package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A timer with one daemon thread of its own. Once closed it forgets what is due, and takes no more. */
public final class TimerThread implements Timer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TimerThread.class);

    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread thread;

    /**
     * @param name the thread's name; not null
     */
    public TimerThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        // Now: a thread remembers on whose behalf it was started, which would keep another plugin in memory.
        executor.prestartAllCoreThreads();
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void after(Duration delay, Runnable work) {
        try {
            executor.schedule(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    LOG.warn("What was to be done now failed", e);
                }
            }, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed: what was to be done in {} is left out", delay);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            // So that no thread of the plugin is left when its class loader goes.
            Thread running = thread;
            if (running != null) {
                running.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
