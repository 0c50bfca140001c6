package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Timer;

/**
 * Occasions that wait for the database. One of them is tried again after a second, two, four, … up to a minute; when the database has
 * answered it, the others follow.
 *
 * <p>Memory: at most {@link #CAPACITY} occasions, each with at most 1,024 characters of a body. Thread-safe; nothing blocks.
 */
final class Retries {

    static final int CAPACITY = 5_000;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Lanes lanes;
    private final Timer timer;
    private final Predicate<Due> attempt;
    private final Consumer<Due> release;
    private final Deque<Due> waiting = new ArrayDeque<>();
    private Duration pause = FIRST_PAUSE;
    private boolean trying;

    /**
     * @param lanes the worker threads; not null
     * @param timer for the pauses; not null
     * @param attempt tries again, on the user's lane; false where the database still does not answer
     * @param release takes the others when it does, on any thread
     */
    Retries(Lanes lanes, Timer timer, Predicate<Due> attempt, Consumer<Due> release) {
        this.lanes = Objects.requireNonNull(lanes);
        this.timer = Objects.requireNonNull(timer);
        this.attempt = Objects.requireNonNull(attempt);
        this.release = Objects.requireNonNull(release);
    }

    /** @return false where there is no room */
    synchronized boolean add(Due due) {
        if (waiting.size() >= CAPACITY) {
            return false;
        }
        waiting.addLast(due);
        if (!trying) {
            trying = true;
            pause = FIRST_PAUSE;
            timer.after(pause, this::tryOne);
        }
        return true;
    }

    synchronized int size() {
        return waiting.size();
    }

    private void tryOne() {
        Due first;
        synchronized (this) {
            first = waiting.pollFirst();
        }
        if (first != null && !lanes.execute(first.occasion().username(), () -> tried(first, succeeds(first)))) {
            tried(first, false);
        }
    }

    private boolean succeeds(Due due) {
        try {
            return attempt.test(due);
        } catch (RuntimeException e) {
            // Not the database's fault, then: the others must not wait for this one.
            return true;
        }
    }

    private void tried(Due first, boolean answered) {
        List<Due> others;
        synchronized (this) {
            if (!answered) {
                waiting.addFirst(first);
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
                timer.after(pause, this::tryOne);
                return;
            }
            trying = false;
            others = new ArrayList<>(waiting);
            waiting.clear();
        }
        others.forEach(release);
    }
}
