package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jspecify.annotations.Nullable;

/**
 * Takes work off the threads that route stanzas: a fixed number of lanes, each one daemon thread with a bounded queue. Work for one
 * user always takes the same lane and so happens in the order in which it was given, one piece after the other, whichever thread
 * {@linkplain #perform does} it.
 *
 * <p>A full lane refuses: the caller says what that means. Thread-safe.
 */
public final class UserExecutor implements Lanes, AutoCloseable {

    private final Lane[] lanes;
    /** How many threads do something {@link #withoutWaiting}. */
    private final AtomicInteger hurrying = new AtomicInteger();
    /** Whether the thread is one of them. A JDK type, which keeps no class loader. */
    private final ThreadLocal<Boolean> inHurry = new ThreadLocal<>();

    /**
     * @param lanes the number of threads, at least 1
     * @param capacity how many pieces of work may wait in one lane
     * @param part is told what work throws
     */
    public UserExecutor(int lanes, int capacity, Part part) {
        Objects.requireNonNull(part);
        this.lanes = new Lane[lanes];
        for (int i = 0; i < lanes; i++) {
            this.lanes[i] = new Lane("cloudnotify-worker-" + (i + 1), capacity, part);
        }
    }

    @Override
    public boolean execute(String username, Runnable work) {
        return lane(username).execute(work);
    }

    @Override
    public boolean perform(String username, Runnable work) {
        return lane(username).perform(username, work);
    }

    @Override
    public void withoutWaiting(Runnable work) {
        boolean outermost = inHurry.get() == null;
        hurrying.incrementAndGet();
        inHurry.set(true);
        try {
            work.run();
        } finally {
            if (outermost) {
                inHurry.remove();
            }
            hurrying.decrementAndGet();
        }
    }

    @Override
    public boolean mayWait() {
        // Nearly always nobody is: then no thread is given a place for the answer.
        if (hurrying.get() > 0 && inHurry.get() != null) {
            return false;
        }
        if (onOwnThread()) {
            return true;
        }
        for (Lane lane : lanes) {
            if (lane.turn.isHeldByCurrentThread()) {
                return false;
            }
        }
        return true;
    }

    private static boolean onOwnThread() {
        return Thread.currentThread() instanceof LaneThread;
    }

    @Override
    public boolean isCurrent(String username) {
        Lane lane = lane(username);
        return lane.turn.isHeldByCurrentThread() && (onOwnThread() || username.equals(lane.performedFor));
    }

    private Lane lane(String username) {
        return lanes[Math.floorMod(username.hashCode(), lanes.length)];
    }

    /** @return how many pieces of work wait, over all lanes */
    public int waiting() {
        int waiting = 0;
        for (Lane lane : lanes) {
            waiting += lane.executor.getQueue().size();
        }
        return waiting;
    }

    /** Takes no more work, and waits a few seconds for what was given. */
    @Override
    public void close() {
        for (Lane lane : lanes) {
            lane.executor.shutdown();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        try {
            for (Lane lane : lanes) {
                lane.end(end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class LaneThread extends Thread {

        LaneThread(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }

    private static final class Lane {

        private final Part part;
        private final ThreadPoolExecutor executor;
        /** How much was given and is not done: whoever makes 1 of 0 has the lane for itself, and everybody else's work waits in order. */
        private final AtomicInteger open = new AtomicInteger();
        /** Held by the thread that works. Only the lane's own waits for it: others may hold locks that the work before them wants. */
        private final ReentrantLock turn = new ReentrantLock();
        /** Guarded by the turn. */
        private @Nullable String performedFor;

        Lane(String name, int capacity, Part part) {
            this.part = part;
            executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity),
                work -> new LaneThread(work, name));
            // Now: a thread remembers on whose behalf it was started, which would keep another plugin in memory that once asked for a push.
            executor.prestartAllCoreThreads();
        }

        boolean execute(Runnable work) {
            open.incrementAndGet();
            try {
                executor.execute(() -> {
                    turn.lock();
                    try {
                        work(work);
                    } finally {
                        turn.unlock();
                        open.decrementAndGet();
                    }
                });
                return true;
            } catch (RejectedExecutionException e) {
                open.decrementAndGet();
                return false;
            }
        }

        boolean perform(String username, Runnable work) {
            // The turn first: between making 1 of 0 and it, the lane's own thread could take it, and this one would have to wait.
            if (!turn.tryLock()) {
                return false;
            }
            try {
                return open.compareAndSet(0, 1) && performAlone(username, work);
            } finally {
                turn.unlock();
            }
        }

        private boolean performAlone(String username, Runnable work) {
            try {
                // Asked here, where the end waits for the turn: nothing is begun after it.
                if (executor.isShutdown()) {
                    return false;
                }
                performedFor = username;
                work(work);
                return true;
            } finally {
                performedFor = null;
                open.decrementAndGet();
            }
        }

        private void work(Runnable work) {
            try {
                work.run();
            } catch (Throwable e) {
                part.failed(e);
            }
        }

        void end(long deadline) throws InterruptedException {
            if (!executor.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                executor.shutdownNow();
            }
            // A thread that routes may be at it.
            if (turn.tryLock(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                turn.unlock();
            }
        }
    }
}
