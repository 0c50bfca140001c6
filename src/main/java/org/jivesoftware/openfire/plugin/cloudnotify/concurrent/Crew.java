package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;

/**
 * A few daemon threads for work that may wait for the network, in no order. Bounded: what is beyond is refused. Thread-safe.
 */
public final class Crew implements AutoCloseable {

    private final Part part;
    private final Object badge = new Object();
    private final ThreadPoolExecutor executor;

    /** Can be told from others. */
    private static final class Hand extends Thread {

        private final Object badge;

        Hand(Runnable work, String name, Object badge) {
            super(work, name);
            this.badge = badge;
        }
    }

    /**
     * @param name how its threads are named
     * @param threads how many, at least 1
     * @param capacity how many pieces of work wait at most
     * @param part is told what work throws
     */
    public Crew(String name, int threads, int capacity, Part part) {
        this.part = Objects.requireNonNull(part);
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity), work -> {
            Thread thread = new Hand(work, name + "-" + number.incrementAndGet(), badge);
            thread.setDaemon(true);
            return thread;
        });
        // Now: a thread remembers on whose behalf it was started, which would keep another plugin in memory.
        executor.prestartAllCoreThreads();
    }

    /**
     * @param work what to do; what it throws is told the part
     * @return false where it will not be done
     */
    public boolean execute(Runnable work) {
        try {
            executor.execute(guarded(work));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** @return whether the thread is one of these */
    public boolean has(Thread thread) {
        return thread instanceof Hand hand && hand.badge == badge;
    }

    /** @return the same for who knows nothing of crews; refuses by a {@link RejectedExecutionException} */
    public Executor executor() {
        return work -> executor.execute(guarded(work));
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

    /** Ends: what waits is not done any more, and what is being done is interrupted. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
