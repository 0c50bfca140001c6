package org.jivesoftware.openfire.plugin.cloudnotify;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
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

    /** For how long the end waits for a start. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private final Runnable starting;
    private final Runnable undoing;
    private final Duration moment;
    private final Duration pause;
    private final ReentrantLock turn = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param starting starts all
     * @param undoing leaves nothing of it, however far it came
     */
    Beginning(Runnable starting, Runnable undoing) {
        this(starting, undoing, MOMENT, PAUSE);
    }

    Beginning(Runnable starting, Runnable undoing, Duration moment, Duration pause) {
        this.starting = Objects.requireNonNull(starting);
        this.undoing = Objects.requireNonNull(undoing);
        this.moment = Objects.requireNonNull(moment);
        this.pause = Objects.requireNonNull(pause);
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
        while (!done(attempt == ATTEMPTS) && !endedWithin(between)) {
            attempt++;
        }
    }

    private boolean done(boolean last) {
        turn.lock();
        try {
            if (!isEnded()) {
                starting.run();
            }
            if (isEnded()) {
                undoing.run();
            }
            return true;
        } catch (RuntimeException | Error e) {
            undoing.run();
            if (last || e instanceof Error) {
                // The whole of it is Openfire's to say, where it still hears of it.
                LOG.error("Cloud Notify does not run, and nothing is pushed: it could not be started. Once that is mended, reload the "
                    + "plugin or restart Openfire: {}", e.toString());
                throw e;
            }
            LOG.warn("Cloud Notify could not be started, and begins anew", e);
            return false;
        } finally {
            turn.unlock();
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
            return true;
        }
    }

    /** Ends what was started. A start that goes on and on is ended by itself when it is done. */
    void end() {
        ended.countDown();
        try {
            if (turn.tryLock(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    undoing.run();
                } finally {
                    turn.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
