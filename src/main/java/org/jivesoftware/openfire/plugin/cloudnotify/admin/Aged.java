package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is counted at most once a minute, unless it is little, and that nobody waits long for: counting a million rows takes a
 * while, and pages are asked for again and again. Thread-safe.
 *
 * @param <T> what is counted
 */
final class Aged<T> {

    /** So long a page waits: most is counted by then. */
    static final Duration PATIENCE = Duration.ofMillis(400);

    private static final Logger LOG = LoggerFactory.getLogger(Aged.class);
    private static final Duration AGE = Duration.ofMinutes(1);

    /** Counts. */
    @FunctionalInterface
    interface Counting<T> {

        /** @return what was counted */
        T count() throws StoreException;
    }

    /**
     * What is known now.
     *
     * @param value what was counted last, or null where that is not known
     * @param counting whether it is being counted now
     */
    record Known<T>(@Nullable T value, boolean counting) {
    }

    private final Predicate<T> few;

    /** Counted at most once a minute, however little it is. */
    Aged() {
        this(value -> false);
    }

    /** @param few whether so little is counted in no time, so that it is counted each time */
    Aged(Predicate<T> few) {
        this.few = few;
    }

    private record Value<T>(Instant time, Object about, @Nullable T value) {
    }

    private @Nullable Value<T> value;
    private @Nullable CompletableFuture<Boolean> running;

    /**
     * @param now the time
     * @param about what the count depends on: it is counted anew where that is another now
     * @param executor where it counts
     * @param counting counts where that is due
     * @return what was counted a moment ago, or before
     */
    Known<T> get(Instant now, Object about, Executor executor, Counting<T> counting) {
        CompletableFuture<Boolean> due;
        boolean mine = false;
        synchronized (this) {
            if (value != null && value.about().equals(about) && Duration.between(value.time(), now).abs().compareTo(AGE) < 0
                && !(value.value() != null && few.test(value.value()))) {
                return new Known<>(value.value(), false);
            }
            if (running == null) {
                running = new CompletableFuture<>();
                mine = true;
            }
            due = running;
        }
        if (mine) {
            start(now, about, executor, counting, due);
        }
        await(due);
        synchronized (this) {
            return new Known<>(value == null ? null : value.value(), running != null);
        }
    }

    /** The same for what is quick, and depends on nothing. */
    @Nullable T get(Instant now, Counting<T> counting) {
        return get(now, "", Runnable::run, counting).value();
    }

    private void start(Instant now, Object about, Executor executor, Counting<T> counting, CompletableFuture<Boolean> due) {
        try {
            executor.execute(() -> {
                try {
                    set(new Value<>(now, about, Objects.requireNonNull(counting.count())));
                } catch (StoreException e) {
                    LOG.warn("The console could not count in the database", e);
                    set(new Value<>(now, about, null));
                } finally {
                    end(due);
                }
            });
        } catch (RejectedExecutionException e) {
            // Too much else is being counted: the next page tries again.
            end(due);
        }
    }

    private synchronized void set(Value<T> counted) {
        value = counted;
    }

    private void end(CompletableFuture<Boolean> due) {
        synchronized (this) {
            running = null;
        }
        due.complete(true);
    }

    private static void await(CompletableFuture<Boolean> due) {
        try {
            due.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // The page says what is known.
            return;
        }
    }
}
