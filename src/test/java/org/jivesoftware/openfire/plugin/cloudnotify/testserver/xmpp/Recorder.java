package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What arrived, in order, with waiting. An item that an {@code await} returned is taken: the next one does not find it again.
 * {@link #all()} holds everything all the same. Thread-safe.
 *
 * @param <T> what is recorded
 */
public final class Recorder<T> {
    private static final int SHOWN = 20;

    private final String what;
    private final Function<T, String> text;
    private final List<T> all = new ArrayList<>();
    private final List<T> open = new ArrayList<>();

    /**
     * An empty recorder.
     *
     * @param what names an item in the messages of failures
     * @param text shows an item in the messages of failures
     */
    public Recorder(String what, Function<T, String> text) {
        this.what = what;
        this.text = text;
    }

    /** Records an item. */
    public synchronized void add(T item) {
        all.add(item);
        open.add(item);
        notifyAll();
    }

    /** Everything that was recorded, taken or not. */
    public synchronized List<T> all() {
        return List.copyOf(all);
    }

    /** What has not been taken yet. */
    public synchronized List<T> open() {
        return List.copyOf(open);
    }

    /** Takes everything. */
    public synchronized void clear() {
        all.clear();
        open.clear();
    }

    /** Takes and returns the first item, waiting for it if need be. */
    public T await(Duration timeout) {
        return await(item -> true, timeout);
    }

    /** Takes and returns the first item that matches, waiting for it if need be; fails when there is none in time. */
    public synchronized T await(Predicate<? super T> wanted, Duration timeout) {
        T found = poll(wanted, timeout);
        if (found == null) {
            throw new AssertionError("No such " + what + " within " + timeout + ". Not taken:" + show(open));
        }
        return found;
    }

    /** Takes and returns the first {@code count} items in the order of their arrival; fails when there are fewer in time. */
    public synchronized List<T> await(int count, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (open.size() < count && waitUntil(deadline)) {
            // Looked at again after each arrival.
        }
        if (open.size() < count) {
            throw new AssertionError("Not " + count + " but " + open.size() + " " + what + " within " + timeout + ":" + show(open));
        }
        var taken = List.copyOf(open.subList(0, count));
        open.subList(0, count).clear();
        return taken;
    }

    /** Fails when a matching item that was not taken is there or comes within this time. */
    public synchronized void assertNone(Predicate<? super T> unwanted, Duration time) {
        T found = poll(unwanted, time);
        if (found != null) {
            throw new AssertionError("Unwanted " + what + ": " + text.apply(found));
        }
    }

    /** As {@link #await(Predicate, Duration)}, but returns null when there is none in time. */
    public synchronized T poll(Predicate<? super T> wanted, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        do {
            for (int i = 0; i < open.size(); i++) {
                if (wanted.test(open.get(i))) {
                    return open.remove(i);
                }
            }
        } while (waitUntil(deadline));
        return null;
    }

    private String show(List<T> items) {
        var shown = new StringBuilder(items.isEmpty() ? " nothing" : "");
        if (items.size() > SHOWN) {
            shown.append("\n  (").append(items.size() - SHOWN).append(" more before these)");
        }
        items.stream().skip(Math.max(0, items.size() - SHOWN)).forEach(item -> shown.append("\n  ").append(text.apply(item)));
        return shown.toString();
    }

    /** Waits for a change; false when the time is over. */
    private boolean waitUntil(long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return true;
    }
}
