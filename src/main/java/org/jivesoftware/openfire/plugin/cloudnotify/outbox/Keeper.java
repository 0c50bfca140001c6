package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what waits kept in the store, as far as it changed since the last time, and takes it back after a restart. What has waited for less
 * than {@link #YOUNG} is left out but at the end: nearly everything that waits for the merge window or its lane leaves sooner.
 *
 * <p>Bounded as the {@link Shelf} is. Blocks while it writes, on a thread of its own; what is offered or leaves never waits for that.
 */
final class Keeper {

    static final Duration YOUNG = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    /** What is kept, though it is not known how. */
    private static final Known SOMETHING = new Known(null, 0);

    private final Scheduler scheduler;
    private final OutboxStore store;
    private final MessageCounts absences;
    private final Shelf shelf;
    private final Courier courier;
    private final Presence presence;
    private final BiConsumer<RegistrationKey, Outcome> drop;
    private final Runnable schedule;
    /** What the store has, as it was here then. */
    private final Map<RegistrationKey, Known> known = new HashMap<>();
    /** Who came back before what was kept is here. */
    private final Set<RegistrationKey> returned = ConcurrentHashMap.newKeySet();
    private volatile boolean loaded;
    private boolean takenOver;
    private boolean failing;

    private record Known(@Nullable Pending pending, int count) {
    }

    /**
     * @param drop drops what waits for a registration
     * @param schedule is run when something began to wait
     */
    Keeper(Scheduler scheduler, OutboxStore store, MessageCounts absences, Shelf shelf, Courier courier, Presence presence,
           BiConsumer<RegistrationKey, Outcome> drop, Runnable schedule) {
        this.scheduler = Objects.requireNonNull(scheduler);
        this.store = Objects.requireNonNull(store);
        this.absences = Objects.requireNonNull(absences);
        this.shelf = Objects.requireNonNull(shelf);
        this.courier = Objects.requireNonNull(courier);
        this.presence = Objects.requireNonNull(presence);
        this.drop = Objects.requireNonNull(drop);
        this.schedule = Objects.requireNonNull(schedule);
    }

    /** A device is in use, or no more: what was kept for it is not wanted. */
    void returned(RegistrationKey key) {
        if (!loaded && returned.size() < Shelf.MAX_PENDING) {
            returned.add(key);
        }
    }

    /** Takes back what was kept, if that is not done; then has kept what changed. */
    synchronized void keep() {
        work(false);
    }

    /** @return whether everything that waits is kept */
    synchronized boolean close() {
        return work(true);
    }

    private boolean work(boolean all) {
        try {
            if (!loaded) {
                load();
            }
            boolean kept = save(all);
            if (kept && !takenOver) {
                store.takenOver();
                takenOver = true;
            }
            failing = false;
            return kept;
        } catch (StoreException e) {
            // Whoever is interrupted ends, and what waits is kept once more then.
            if (!failing && !Thread.currentThread().isInterrupted()) {
                LOG.warn("The pushes that wait cannot be kept at present: {}", e.getMessage());
            }
            failing = !Thread.currentThread().isInterrupted();
            return false;
        }
    }

    private void load() throws StoreException {
        Instant now = scheduler.clock().instant();
        List<Pending> all = store.load(now.minus(Shelf.LONGEST_WAIT), Shelf.MAX_PENDING);
        for (Pending kept : all) {
            known.put(kept.key(), SOMETHING);
            restore(kept, now);
            // It comes back by another thread, which looks for what waits after it has said so.
            if (returned.contains(kept.key()) || !kept.cause().call() && presence.connected(kept.key())) {
                drop.accept(kept.key(), Outcome.DEVICE_ONLINE);
            }
        }
        loaded = true;
        returned.clear();
        if (!all.isEmpty()) {
            LOG.info("Took up {} pushes that waited when the plugin ended", all.size());
        }
        schedule.run();
    }

    private void restore(Pending kept, Instant now) {
        RegistrationKey key = kept.key();
        courier.restore(key, kept.attempts());
        Duration age = between(kept.since(), now);
        Duration pause = kept.until() == null ? null : between(now, kept.until());
        boolean fits = kept.waitsFor() != WaitsFor.SERVICE || shelf.waitsFor(key) != null || courier.waits(key, false);
        if (!fits || shelf.restore(kept, age, pause) == Shelf.Place.FULL) {
            LOG.debug("No room for a push that waited: {}", key);
        }
    }

    private static Duration between(Instant from, Instant to) {
        Duration time = Duration.between(from, to);
        return time.isNegative() ? Duration.ZERO : time.compareTo(Shelf.LONGEST_WAIT) > 0 ? Shelf.LONGEST_WAIT : time;
    }

    private boolean save(boolean all) throws StoreException {
        Map<RegistrationKey, Known> present = new HashMap<>();
        List<Pending> changed = new ArrayList<>();
        Set<RegistrationKey> gone = new HashSet<>(known.keySet());
        long now = scheduler.nanos();
        for (RegistrationKey key : shelf.keys()) {
            // First the count: what leaves meanwhile goes from here to there, and must not be in both.
            int count = absences.count(key);
            Slot slot = shelf.slot(key);
            Known before = known.get(key);
            if (slot == null || before == null && !all && now - slot.since() < TimeUnit.NANOSECONDS.convert(YOUNG)) {
                continue;
            }
            gone.remove(key);
            if (!same(before, slot.pending(), count)) {
                present.put(key, new Known(slot.pending(), count));
                // The counts are in memory: what is kept brings them along.
                changed.add(slot.pending().with(slot.pending().cause().uncounted(count)));
            }
        }
        if (changed.isEmpty() && gone.isEmpty()) {
            return true;
        }
        boolean kept = store.save(changed, gone);
        if (kept) {
            known.putAll(present);
            known.keySet().removeAll(gone);
        }
        return kept;
    }

    /** It changes by being replaced; to compare it in depth would cost more than to write it. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(@Nullable Known before, Pending pending, int count) {
        return before != null && before.pending() == pending && before.count() == count;
    }
}
