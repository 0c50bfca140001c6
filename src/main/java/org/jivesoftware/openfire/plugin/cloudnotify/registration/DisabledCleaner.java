package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has been disabled for {@link #KEPT} (behaviour §4), every few hours, in portions. In a cluster each node
 * does so, which does no harm: a registration that was revived meanwhile is left alone by the database itself.
 */
public final class DisabledCleaner {

    /** So long a disabled registration is kept. */
    static final Duration KEPT = Duration.ofDays(30);
    static final Duration PERIOD = Duration.ofHours(3);

    private static final Logger LOG = LoggerFactory.getLogger(DisabledCleaner.class);
    private static final int PORTION = 100;
    // Any lane will do: the work is not one user's.
    private static final String LANE = "";

    private final RegistrationStore store;
    private final Registrations registrations;
    private final Lanes lanes;
    private final Scheduler scheduler;

    /**
     * Begins; the first time a few minutes from now.
     *
     * @param store finds them
     * @param registrations removes them
     * @param lanes the worker threads
     * @param scheduler time
     */
    public DisabledCleaner(RegistrationStore store, Registrations registrations, Lanes lanes, Scheduler scheduler) {
        this.store = Objects.requireNonNull(store);
        this.registrations = Objects.requireNonNull(registrations);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
        scheduler.after(Duration.ofMinutes(10), this::begin);
        scheduler.every(PERIOD, this::begin);
    }

    private void begin() {
        Instant before = scheduler.clock().instant().minus(KEPT);
        execute(() -> portion(before, null, 0));
    }

    /** A few hours later is early enough for what finds no room. */
    private void execute(Runnable work) {
        if (!lanes.execute(LANE, work)) {
            LOG.debug("Long disabled registrations are deleted next time: too much else is to be done");
        }
    }

    /** One portion at a time, so that users of the same lane do not wait for all of them. */
    private void portion(Instant before, @Nullable Registration after, int removedSoFar) {
        try {
            List<Registration> found = store.disabledBefore(before, after, PORTION);
            int removed = removedSoFar + (found.isEmpty() ? 0 : registrations.removeDisabled(found, before));
            if (found.size() == PORTION) {
                execute(() -> portion(before, found.get(PORTION - 1), removed));
            } else if (removed > 0) {
                LOG.info("{} registrations that were disabled for {} days are deleted", removed, KEPT.toDays());
            }
        } catch (StoreException e) {
            LOG.debug("Long disabled registrations could not be deleted; they will be next time", e);
        }
    }
}
