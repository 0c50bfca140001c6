package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;

/** Does one thing again and again, on one daemon thread of its own, until closed. */
public final class PeriodicThread implements AutoCloseable {

    private final ScheduledExecutorService scheduler;

    /**
     * Starts.
     *
     * @param name the thread's name
     * @param pause between the end of one run and the start of the next
     * @param part is told what the work throws; where it is off, nothing is done
     * @param work what to do. Where it throws, errors too, it is done again all the same.
     */
    public PeriodicThread(String name, Duration pause, Part part, Runnable work) {
        Objects.requireNonNull(part);
        Objects.requireNonNull(work);
        scheduler = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, name);
            thread.setDaemon(true);
            return thread;
        });
        scheduler.scheduleWithFixedDelay(() -> {
            if (part.isOff()) {
                return;
            }
            try {
                work.run();
            } catch (Throwable e) {
                part.failed(e);
            }
        }, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends, and waits a few seconds for a run that is under way. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        try {
            scheduler.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
