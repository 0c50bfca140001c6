package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Takes work off the threads that route stanzas: a fixed number of lanes, each one daemon thread with a bounded queue. Work for one
 * user always takes the same lane and so happens in the order in which it was given.
 *
 * <p>A full lane refuses: the caller says what that means. Thread-safe.
 */
public final class UserExecutor implements Lanes, AutoCloseable {

    private final ThreadPoolExecutor[] lanes;
    /** Their threads; a lane's is replaced where its work threw an error. */
    private final AtomicReferenceArray<Thread> threads;

    /**
     * @param lanes the number of threads, at least 1
     * @param capacity how many pieces of work may wait in one lane
     */
    public UserExecutor(int lanes, int capacity) {
        this.lanes = new ThreadPoolExecutor[lanes];
        this.threads = new AtomicReferenceArray<>(lanes);
        AtomicInteger number = new AtomicInteger();
        for (int i = 0; i < lanes; i++) {
            int lane = i;
            this.lanes[i] = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity), work -> {
                Thread thread = new Thread(work, "cloudnotify-worker-" + number.incrementAndGet());
                thread.setDaemon(true);
                threads.set(lane, thread);
                return thread;
            });
            // Now: a thread remembers on whose behalf it was started, which would keep another plugin in memory that once asked for a push.
            this.lanes[i].prestartAllCoreThreads();
        }
    }

    @Override
    public boolean execute(String username, Runnable work) {
        try {
            lanes[lane(username)].execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public boolean isCurrent(String username) {
        return threads.get(lane(username)) == Thread.currentThread();
    }

    private int lane(String username) {
        return Math.floorMod(username.hashCode(), lanes.length);
    }

    /** @return how many pieces of work wait, over all lanes */
    public int waiting() {
        int waiting = 0;
        for (ThreadPoolExecutor lane : lanes) {
            waiting += lane.getQueue().size();
        }
        return waiting;
    }

    /** Takes no more work, and waits a few seconds for what was given. */
    @Override
    public void close() {
        for (ThreadPoolExecutor lane : lanes) {
            lane.shutdown();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        try {
            for (ThreadPoolExecutor lane : lanes) {
                if (!lane.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    lane.shutdownNow();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
