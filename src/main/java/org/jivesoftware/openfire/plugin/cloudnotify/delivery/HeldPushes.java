package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * Pushes that are over their registration's rate: one for each registration, which carries the counts of all and goes out when the
 * minute allows. Bounded: {@link #MAX_HELD}. Thread-safe.
 */
final class HeldPushes {

    static final int MAX_HELD = 50_000;

    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final Lanes lanes;
    private final Supplier<String> standIn;
    private final Consumer<Notification> released;
    private final Map<RegistrationKey, Notification> held = new ConcurrentHashMap<>();

    /**
     * @param scheduler time; not null
     * @param lanes the worker threads; not null
     * @param standIn gives the text that stands in for a body, or null; not null
     * @param released takes what may go out, on its user's lane; not null
     */
    HeldPushes(Scheduler scheduler, Lanes lanes, Supplier<String> standIn, Consumer<Notification> released) {
        this.scheduler = Objects.requireNonNull(scheduler);
        this.lanes = Objects.requireNonNull(lanes);
        this.standIn = Objects.requireNonNull(standIn);
        this.released = Objects.requireNonNull(released);
    }

    /** @return whether it became one with a push that is held for the same registration; a call has its own limit and does not */
    boolean joins(Notification notification) {
        return notification.trigger() != Trigger.CALL && held.computeIfPresent(notification.key(),
            (key, before) -> Merging.merged(before, notification, standIn.get())) != null;
    }

    /**
     * @param notification what to hold; not null
     * @param wait for how long; not null
     * @return false where too many are held, so that this one is not
     */
    boolean hold(Notification notification, Duration wait) {
        RegistrationKey key = notification.key();
        if (held.size() >= MAX_HELD && !held.containsKey(key)) {
            return false;
        }
        boolean[] first = new boolean[1];
        held.compute(key, (each, before) -> {
            first[0] = before == null;
            return before == null ? Merging.contentless(notification, standIn.get()) : Merging.merged(before, notification, standIn.get());
        });
        if (first[0]) {
            scheduler.after(wait, () -> release(key));
        }
        return true;
    }

    private void release(RegistrationKey key) {
        boolean taken = lanes.execute(key.username(), () -> {
            Notification notification = held.remove(key);
            if (notification != null) {
                released.accept(notification);
            }
        });
        if (!taken) {
            scheduler.after(BUSY, () -> release(key));
        }
    }

    /** Forgets what is held for a registration. Its timer then finds nothing, or what came meanwhile a little early. */
    void drop(RegistrationKey key) {
        held.remove(key);
    }

    /** @return how many are held */
    int size() {
        return held.size();
    }
}
