package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Timer;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/**
 * Makes one push of many (spec §2, "Merging"): of those without content to one registration the first goes out at once, and what follows
 * within the merge window is one more at its end, as long as more keeps coming. Calls, and pushes with content, go out at once; what was
 * waiting goes ahead of them, so that nothing is overtaken.
 *
 * <p>Thread rule: {@link #offer} is called on the user's lane of the {@link Lanes}, and the end of a window is worked on there,
 * too: so a registration's pushes go out one after the other. {@link #drop} may be called by any thread and does not wait.
 *
 * <p>Memory: a window for each registration that was pushed to within the last merge window, at most {@link #MAX_WINDOWS} (some 400
 * bytes each, and 16 for each of the last {@link #MAX_UNDO} stanzas in it); what finds no room goes out at once. No thread of its own, and one entry in the timer for each window.
 */
final class MergeWindow implements AutoCloseable {

    static final int MAX_WINDOWS = 100_000;
    /** As many as are remembered of a user: older stanzas cannot be made undone. */
    private static final int MAX_UNDO = PushHistory.OF_ONE_USER;
    /** When to try again where the user's lane is full. */
    private static final Duration RETRY = Duration.ofMillis(100);

    private final Settings settings;
    private final Lanes lanes;
    private final Timer timer;
    private final Journal journal;
    private final Clock clock;
    private final Predicate<Notification> back;
    private final Consumer<Notification> delivery;
    private final Map<RegistrationKey, Window> windows = new ConcurrentHashMap<>();

    /**
     * @param back tells at the end of a window whether the device is back, so that what waited is dropped; not null
     * @param delivery takes what goes out; not null
     */
    MergeWindow(Settings settings, Lanes lanes, Timer timer, Journal journal, Clock clock, Predicate<Notification> back,
                Consumer<Notification> delivery) {
        this.settings = Objects.requireNonNull(settings);
        this.lanes = Objects.requireNonNull(lanes);
        this.timer = Objects.requireNonNull(timer);
        this.journal = Objects.requireNonNull(journal);
        this.clock = Objects.requireNonNull(clock);
        this.back = Objects.requireNonNull(back);
        this.delivery = Objects.requireNonNull(delivery);
    }

    /**
     * @param notification what is to be published, now or soon; not null
     * @param undo is run if it is dropped instead; not null
     */
    void offer(Notification notification, Runnable undo) {
        RegistrationKey key = notification.key();
        if (!notification.mergeable()) {
            send(take(key).pending);
            send(notification);
        } else if (!join(notification, undo)) {
            Duration length = settings.duration(Settings.MERGE_WINDOW);
            if (!length.isZero() && windows.size() < MAX_WINDOWS) {
                open(key, new Window(), length);
            }
            send(notification);
        }
    }

    /**
     * Forgets what waits for a registration, without publishing it.
     *
     * @param key which; not null
     * @param why for the journal; not null
     */
    void drop(RegistrationKey key, Outcome why) {
        // The window stays: a device that comes and goes is not pushed to more often.
        drop(take(key), why);
    }

    private void drop(Window taken, Outcome why) {
        if (taken.pending != null) {
            taken.undo.forEach(Runnable::run);
            decided(taken.pending, why);
        }
    }

    /** Publishes what waits, at once. To be called when nothing more is offered. */
    @Override
    public void close() {
        List<RegistrationKey> open = new ArrayList<>(windows.keySet());
        open.forEach(key -> {
            send(take(key).pending);
            windows.remove(key);
        });
    }

    int size() {
        return windows.size();
    }

    private boolean join(Notification notification, Runnable undo) {
        Window joined = windows.computeIfPresent(notification.key(), (key, window) -> {
            window.pending = window.pending == null ? notification : merged(window.pending, notification);
            if (window.undo.size() == MAX_UNDO) {
                window.undo.removeFirst();
            }
            window.undo.addLast(undo);
            return window;
        });
        if (joined != null) {
            decided(notification, Outcome.MERGED);
        }
        return joined != null;
    }

    private void open(RegistrationKey key, Window window, Duration length) {
        windows.put(key, window);
        timer.after(length, () -> onLane(key, window));
    }

    private void onLane(RegistrationKey key, Window window) {
        // Where nothing followed, as for most pushes, there is nothing to do on the lane.
        Window present = windows.computeIfPresent(key, (same, each) -> each == window && each.pending == null ? null : each);
        if (present == window && !lanes.execute(key.username(), () -> end(key, window))) {
            timer.after(RETRY, () -> onLane(key, window));
        }
    }

    private void end(RegistrationKey key, Window window) {
        if (windows.get(key) != window) {
            return;
        }
        Window taken = take(key);
        Duration length = settings.duration(Settings.MERGE_WINDOW);
        if (taken.pending == null || length.isZero()) {
            windows.remove(key, window);
        } else {
            // More came: what comes after it is one more at the end of the next window.
            timer.after(length, () -> onLane(key, window));
        }
        if (taken.pending != null && back.test(taken.pending)) {
            drop(taken, Outcome.DEVICE_ONLINE);
        } else {
            send(taken.pending);
        }
    }

    /** Takes out what waits; never null. */
    private Window take(RegistrationKey key) {
        Window taken = new Window();
        windows.computeIfPresent(key, (same, window) -> {
            taken.pending = window.pending;
            taken.undo.addAll(window.undo);
            window.pending = null;
            window.undo.clear();
            return window;
        });
        return taken;
    }

    private void send(Notification notification) {
        if (notification != null) {
            delivery.accept(notification);
        }
    }

    /** The later one, with what only the earlier one says. */
    static Notification merged(Notification earlier, Notification later) {
        Summary first = earlier.summary();
        Summary second = later.summary();
        Notification leading = later.important() || !earlier.important() ? later : earlier;
        Summary summary = new Summary(
            second.messageCount() != null ? second.messageCount() : first.messageCount(),
            second.pendingSubscriptionCount() != null ? second.pendingSubscriptionCount() : first.pendingSubscriptionCount(),
            null,
            second.lastMessageBody() != null ? second.lastMessageBody() : first.lastMessageBody());
        return new Notification(later.key(), leading.trigger(), summary, leading.important(), false, List.of(), leading.sender());
    }

    private void decided(Notification notification, Outcome outcome) {
        journal.decided(new Decision(clock.instant(), notification.key().username(), notification.key(), notification.trigger(), outcome,
            null, notification.sender(), null));
    }

    /** A time in which pushes to one registration become one. Guarded by the map's computation for its key. */
    private static final class Window {
        /** What goes out at its end, or null. */
        private Notification pending;
        /** For the case that it does not. */
        private final Deque<Runnable> undo = new ArrayDeque<>(0);
    }
}
