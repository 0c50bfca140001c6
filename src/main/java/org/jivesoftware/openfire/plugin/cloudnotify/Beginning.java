package org.jivesoftware.openfire.plugin.cloudnotify;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin's start, and its end. While Openfire starts a plugin it holds a lock that the threads of Hazelcast want, for whatever class
 * they load. Who asks the cluster for something then may be answered after a minute: that it failed. So in a cluster the plugin is started
 * on a thread of its own, for which Openfire waits a moment only. And since not every Openfire loads a plugin once more that failed, it
 * begins anew itself.
 */
final class Beginning {

    /** How often at most. */
    static final int ATTEMPTS = 3;

    /** For how long Openfire waits. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    /** Between two attempts, where nobody waits. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** For how long the end waits for a start, and then once more for one that it interrupted. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private final Consumer<Runnable> starting;
    private final Runnable undoing;
    private final Duration moment;
    private final Duration pause;
    private final Duration longest;
    private final ReentrantLock turn = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);
    /** That of a start aside. */
    private volatile @Nullable Thread starter;

    /**
     * @param starting starts all; between its steps it calls what it is given, which throws where the end has come
     * @param undoing leaves nothing of it, however far it came
     */
    Beginning(Consumer<Runnable> starting, Runnable undoing) {
        this(starting, undoing, MOMENT, PAUSE, LONGEST);
    }

    Beginning(Consumer<Runnable> starting, Runnable undoing, Duration moment, Duration pause, Duration longest) {
        this.starting = Objects.requireNonNull(starting);
        this.undoing = Objects.requireNonNull(undoing);
        this.moment = Objects.requireNonNull(moment);
        this.pause = Objects.requireNonNull(pause);
        this.longest = Objects.requireNonNull(longest);
    }

    /** On this thread. What is thrown at last goes on to the caller, an {@link Error} at once. */
    void here() {
        begin(Duration.ZERO);
    }

    /** On a thread of its own. What is thrown at last within a moment goes on to the caller; later, the log says it. */
    void aside() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(done), "cloudnotify-start");
        thread.setDaemon(true);
        thread.setContextClassLoader(getClass().getClassLoader());
        starter = thread;
        thread.start();
        try {
            done.get(moment.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("The start goes on while Openfire does");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void run(CompletableFuture<Void> done) {
        try {
            begin(pause);
            done.complete(null);
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    private void begin(Duration between) {
        int attempt = 1;
        while (!done(attempt == ATTEMPTS)) {
            if (endedWithin(between)) {
                return;
            }
            attempt++;
        }
    }

    private boolean done(boolean last) {
        turn.lock();
        try {
            if (!isEnded()) {
                starting.accept(this::goesOn);
            }
            if (isEnded()) {
                undoing.run();
            }
            return true;
        } catch (RuntimeException | Error e) {
            undoing.run();
            if (isEnded()) {
                LOG.debug("Cloud Notify was ended while it was started", e);
                return true;
            }
            if (last || e instanceof Error) {
                LOG.error("Cloud Notify does not run, and nothing is pushed: it could not be started. Once that is mended, reload the "
                    + "plugin or restart Openfire", e);
                throw e;
            }
            LOG.warn("Cloud Notify could not be started, and begins anew", e);
            return false;
        } finally {
            turn.unlock();
        }
    }

    private void goesOn() {
        if (isEnded()) {
            throw new IllegalStateException("Ended while it was started");
        }
    }

    private boolean isEnded() {
        return ended.getCount() == 0;
    }

    private boolean endedWithin(Duration time) {
        try {
            return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before it was started again", e);
        }
    }

    /**
     * Ends what was started, also where this thread is interrupted. A start that hangs is interrupted, too; one that does not heed that is
     * undone when it comes to its next step.
     */
    void end() {
        ended.countDown();
        boolean interrupted = Thread.interrupted();
        try {
            if (!turn.tryLock(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                Thread hanging = starter;
                if (hanging != null) {
                    hanging.interrupt();
                }
                if (!turn.tryLock(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("Cloud Notify is ended while it is still being started, which does not come to an end");
                    return;
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
            if (!turn.tryLock()) {
                return;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            undoing.run();
        } finally {
            turn.unlock();
        }
    }
}
