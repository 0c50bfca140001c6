package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between this plugin and one reviewer or listener of another, so that its exceptions and its hanging stay its own.
 *
 * <p>Thread rule: the other plugin's code runs on one daemon thread that this guard owns, from its beginning to its end.
 * {@link #ask} waits for it, at most for the time limit; {@link #tell} never waits.
 *
 * @param <L> reviewer or listener
 */
final class GuardedListener<L> implements AutoCloseable {

    /** How often somebody may run out of time within {@link #WINDOW} before it is left out for as long. */
    static final int STRIKES = 3;
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    private final L listener;
    private final ClassLoader owner;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor thread;
    /** Calls that ran out of time and have not returned yet. */
    private final AtomicInteger hanging = new AtomicInteger();
    private final Deque<Long> strikes = new ArrayDeque<>();
    private final Set<String> reported = ConcurrentHashMap.newKeySet();
    private volatile boolean suspended;
    private volatile long suspendedUntil;

    /**
     * @param listener whom to call
     * @param owner the class loader of the plugin it belongs to
     * @param limit how long {@link #ask} waits
     * @param waiting how many calls may wait for the thread
     * @param nanoTime the time
     */
    GuardedListener(L listener, ClassLoader owner, Duration limit, int waiting, LongSupplier nanoTime) {
        this.listener = Objects.requireNonNull(listener);
        this.owner = owner;
        this.limit = Objects.requireNonNull(limit);
        this.nanoTime = Objects.requireNonNull(nanoTime);
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), work -> {
            Thread created = new Thread(work, "cloudnotify-api-" + listener.getClass().getSimpleName());
            created.setDaemon(true);
            created.setContextClassLoader(owner);
            return created;
        });
        // Now: a thread remembers on whose behalf it was started, which later would be whoever makes this plugin push.
        thread.prestartAllCoreThreads();
    }

    /** @return whether it belongs to a plugin with that class loader */
    boolean belongsTo(ClassLoader loader) {
        return owner == loader;
    }

    /** @return the class loader of the plugin that it belongs to */
    ClassLoader owner() {
        return owner;
    }

    /** @return whether a call that was given up is still under way */
    boolean isHanging() {
        return hanging.get() > 0;
    }

    /**
     * Calls and waits.
     *
     * @param event what for, in words, for the log; one of few
     * @param call what to call
     * @return whether it was called and returned in time, without an exception
     */
    boolean ask(String event, Consumer<L> call) {
        if (isHanging() || isSuspended()) {
            LOG.debug("{} is left out of {}", listener.getClass().getName(), event);
            return false;
        }
        FutureTask<Void> answer = new FutureTask<>(() -> call.accept(listener), null);
        Work work = new Work(answer);
        try {
            thread.execute(work);
            answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            work.abandon();
            struck(event);
        } catch (ExecutionException e) {
            threw(event, e.getCause());
        } catch (InterruptedException e) {
            work.abandon();
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException | CancellationException e) {
            LOG.debug("{} is left out of {}: closed or too far behind", listener.getClass().getName(), event);
        }
        return false;
    }

    /**
     * Calls soon, after what came before.
     *
     * @param event what for, in words, for the log; one of few
     * @param call what to call
     */
    void tell(String event, Consumer<L> call) {
        try {
            thread.execute(() -> {
                try {
                    call.accept(listener);
                } catch (Throwable e) {
                    threw(event, e);
                }
            });
        } catch (RejectedExecutionException e) {
            if (!thread.isShutdown() && reported.add("late")) {
                LOG.warn("{} does not keep up, so it is not told of everything. Said once.", listener.getClass().getName());
            }
        }
    }

    private boolean isSuspended() {
        if (suspended && nanoTime.getAsLong() - suspendedUntil >= 0) {
            suspended = false;
            LOG.info("{} takes part again", listener.getClass().getName());
        }
        return suspended;
    }

    private void struck(String event) {
        synchronized (strikes) {
            long now = nanoTime.getAsLong();
            while (!strikes.isEmpty() && now - strikes.getFirst() > WINDOW.toNanos()) {
                strikes.removeFirst();
            }
            strikes.addLast(now);
            if (strikes.size() >= STRIKES) {
                strikes.clear();
                suspendedUntil = now + WINDOW.toNanos();
                suspended = true;
                LOG.warn("{} did not return within {} ms again, so it is left out for {} minutes",
                    new Object[] {listener.getClass().getName(), limit.toMillis(), WINDOW.toMinutes()});
                return;
            }
        }
        LOG.warn("{} did not return from {} within {} ms and is left out of it",
            new Object[] {listener.getClass().getName(), event, limit.toMillis()});
    }

    private void threw(String event, @Nullable Throwable cause) {
        if (reported.add(event)) {
            LOG.warn("{} failed at {} and is left out of it. Said once for each kind of event.",
                new Object[] {listener.getClass().getName(), event, cause});
        } else {
            LOG.debug("{} failed at {} again", new Object[] {listener.getClass().getName(), event, cause});
        }
    }

    /** Calls no more, and interrupts a call that is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** One call that somebody waits for. */
    private final class Work implements Runnable {

        private final FutureTask<Void> answer;
        private boolean abandoned;
        private boolean done;

        Work(FutureTask<Void> answer) {
            this.answer = answer;
        }

        @Override
        public void run() {
            try {
                answer.run();
            } finally {
                // An interruption that came too late must not meet the next call.
                Thread.interrupted();
                synchronized (this) {
                    done = true;
                    if (abandoned) {
                        hanging.decrementAndGet();
                    }
                }
            }
        }

        void abandon() {
            synchronized (this) {
                if (!done) {
                    abandoned = true;
                    hanging.incrementAndGet();
                }
            }
            answer.cancel(true);
        }
    }
}
