package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/**
 * What waits: one entry for each registration, found by it, by what it waits for, and by when to look at it again. Bounded:
 * {@link #MAX_PENDING} entries, of which {@link #MAX_WITH_CONTENT} may keep their content, and {@link #MAX_STANZAS} stanzas that can be
 * made
 * undone; beyond that each entry knows its last one only (some 40 MB).
 *
 * <p>Thread-safe. Whoever only asks what waits for a registration holds no lock: for nearly all pushes that is nothing.
 */
final class Shelf {

    static final int MAX_PENDING = 100_000;
    static final int MAX_WITH_CONTENT = 5_000;
    static final int MAX_STANZAS = 100_000;
    /** So long a push waits at most: whoever was not online for a day need not be woken for what was new yesterday. */
    static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final Scheduler scheduler;
    private final Map<RegistrationKey, Slot> slots = new ConcurrentHashMap<>();
    private final NavigableSet<Slot> byTime = new TreeSet<>(Slot.BY_TIME);
    private final Map<WaitsFor, Set<RegistrationKey>> byReason = new EnumMap<>(WaitsFor.class);
    private long numbers;
    private int withContent;
    private int stanzas;

    Shelf(Scheduler scheduler) {
        this.scheduler = Objects.requireNonNull(scheduler);
    }

    /** @return what a push to that registration waits for, or null where none waits */
    @Nullable WaitsFor waitsFor(RegistrationKey key) {
        Slot slot = slots.get(key);
        return slot == null ? null : slot.pending().waitsFor();
    }

    /** What became of something that was to wait. */
    enum Place {
        /** It waits. */
        WAITS,
        /** It waits, as one with what waited already. */
        JOINED,
        /** Too much waits. */
        FULL
    }

    /**
     * Has something wait, or become one with what waits for the same registration already, which then waits for the same as before.
     *
     * @param key for which registration
     * @param cause why
     * @param reason for what it waits
     * @param pause for how long, or null where that is not known
     * @param attempts how often in a row its service refused it
     * @return what became of it
     */
    synchronized Place put(RegistrationKey key, Cause cause, WaitsFor reason, @Nullable Duration pause, int attempts) {
        Instant now = scheduler.clock().instant();
        long nanos = scheduler.nanos();
        Slot before = slots.get(key);
        if (before != null) {
            replace(before, before.and(new Pending(key, cause.waiting(true), reason, now, null, attempts), nanos, false));
            return Place.JOINED;
        }
        if (slots.size() >= MAX_PENDING) {
            return Place.FULL;
        }
        Pending pending = new Pending(key, cause.waiting(withContent < MAX_WITH_CONTENT), reason, now,
            pause == null ? null : now.plus(pause), attempts);
        add(new Slot(pending, nanos, nanos, wake(nanos, nanos, pause), numbers++));
        return Place.WAITS;
    }

    /**
     * Has something that waited, or was sent in vain, wait for something else. Of it and what waits by now, the newer is shown.
     *
     * @param slot it, which is not here at present
     * @param reason for what it waits from now on
     * @param pause for how long, or null where that is not known
     */
    synchronized void putBack(Slot slot, WaitsFor reason, @Nullable Duration pause) {
        Pending old = slot.pending();
        Slot newer = slots.get(old.key());
        if (newer != null) {
            replace(newer, newer.and(old, slot.said(), slot.said() - newer.said() <= 0));
            return;
        }
        Instant until = pause == null ? null : scheduler.clock().instant().plus(pause);
        add(new Slot(new Pending(old.key(), old.cause(), reason, old.since(), until, old.attempts()), slot.since(), slot.said(),
            wake(scheduler.nanos(), slot.since(), pause), numbers++));
    }

    /**
     * Has something wait that was sent in vain. What waits for the same registration already goes on to wait for the same; it came later,
     * unless it was sent in vain as well, and before.
     *
     * @param key to which registration
     * @param cause why
     * @param sent when it had been sent, in monotonic nanoseconds
     * @param reason for what it waits
     * @param pause for how long, or null where that is not known
     * @param attempts how often in a row its service refused it
     */
    synchronized void putAgain(RegistrationKey key, Cause cause, long sent, WaitsFor reason, @Nullable Duration pause, int attempts) {
        Pending again = new Pending(key, cause.waiting(withContent < MAX_WITH_CONTENT), reason, scheduler.clock().instant(), null,
            attempts);
        putBack(new Slot(again, scheduler.nanos(), sent, 0, 0), reason, pause);
    }

    private static long wake(long now, long since, @Nullable Duration pause) {
        long longest = since + LONGEST_WAIT.toNanos();
        return pause != null && now + pause.toNanos() - longest < 0 ? now + pause.toNanos() : longest;
    }

    /** Has what waits for a registration wait for something else; does nothing where nothing does. */
    synchronized void change(RegistrationKey key, WaitsFor reason, @Nullable Duration pause, int attempts) {
        Slot slot = slots.get(key);
        if (slot != null) {
            Pending old = slot.pending();
            Instant until = pause == null ? null : scheduler.clock().instant().plus(pause);
            replace(slot, slot.with(new Pending(key, old.cause(), reason, old.since(), until, Math.max(old.attempts(), attempts)),
                wake(scheduler.nanos(), slot.since(), pause)));
        }
    }

    /**
     * Changes why something waits.
     *
     * @param key for which registration
     * @param change gives the cause as it is from now on, or null for nothing
     * @return what waited and does not any more, or null
     */
    @SuppressWarnings("ReferenceEquality")
    synchronized @Nullable Slot change(RegistrationKey key, UnaryOperator<Cause> change) {
        Slot slot = slots.get(key);
        if (slot == null) {
            return null;
        }
        Cause before = slot.pending().cause();
        Cause after = change.apply(before);
        if (before.equals(after)) {
            return null;
        }
        if (after == null) {
            remove(slot);
            return slot;
        }
        replace(slot, slot.with(slot.pending().with(after), slot.wake()));
        return null;
    }

    /** @return what waits for that registration, which now does not any more, or null */
    synchronized @Nullable Slot take(RegistrationKey key) {
        Slot slot = slots.get(key);
        if (slot != null) {
            remove(slot);
        }
        return slot;
    }

    /** @return what waits for that registration and for that reason, which now does not any more, or null */
    @Nullable Slot take(RegistrationKey key, WaitsFor reason) {
        return waitsFor(key) == reason ? takeIf(key, reason) : null;
    }

    private synchronized @Nullable Slot takeIf(RegistrationKey key, WaitsFor reason) {
        return waitsFor(key) == reason ? take(key) : null;
    }

    /** @return those that are to be looked at by now; their next time is {@code again} later */
    synchronized List<Slot> due(Duration again) {
        long now = scheduler.nanos();
        List<Slot> due = new ArrayList<>();
        while (!byTime.isEmpty() && byTime.first().wake() - now <= 0) {
            Slot slot = byTime.first();
            due.add(slot);
            replace(slot, slot.with(slot.pending(), now + again.toNanos()));
        }
        return due;
    }

    /** @return in how many nanoseconds the next one is to be looked at, or null where there is none */
    synchronized @Nullable Long next() {
        return byTime.isEmpty() ? null : Long.valueOf(Math.max(0, byTime.first().wake() - scheduler.nanos()));
    }

    /** @return those that wait for a reason, the one that has done so longest first */
    synchronized List<RegistrationKey> waitingFor(WaitsFor reason) {
        return List.copyOf(keys(reason));
    }

    /** @return the one that has waited longest for a reason, or null */
    synchronized @Nullable RegistrationKey first(WaitsFor reason) {
        Set<RegistrationKey> keys = keys(reason);
        return keys.isEmpty() ? null : keys.iterator().next();
    }

    /**
     * Has something wait that did before the plugin ran, ahead of what waits for the same registration already.
     *
     * @param pending it
     * @param age for how long it has waited
     * @param pause for how long it waits at most, or null where that is not known
     * @return what became of it
     */
    synchronized Place restore(Pending pending, Duration age, @Nullable Duration pause) {
        long now = scheduler.nanos();
        long since = now - age.toNanos();
        Slot present = slots.get(pending.key());
        if (present != null) {
            replace(present, present.and(pending, since, true));
            return Place.JOINED;
        }
        if (slots.size() >= MAX_PENDING) {
            return Place.FULL;
        }
        add(new Slot(pending, since, since, wake(now, since, pause), numbers++));
        return Place.WAITS;
    }

    /** @return what waits for that registration, or null */
    @Nullable Slot slot(RegistrationKey key) {
        return slots.get(key);
    }

    /** @return for which registrations something waits, as it changes */
    Set<RegistrationKey> keys() {
        return Collections.unmodifiableSet(slots.keySet());
    }

    /** @return everything */
    List<Pending> all() {
        return slots.values().stream().map(Slot::pending).toList();
    }

    int size() {
        return slots.size();
    }

    private Set<RegistrationKey> keys(WaitsFor reason) {
        return byReason.computeIfAbsent(reason, each -> new LinkedHashSet<>());
    }

    private void add(Slot slot) {
        Pending pending = slot.pending();
        slots.put(pending.key(), slot);
        byTime.add(slot);
        keys(pending.waitsFor()).add(pending.key());
        count(pending, 1);
    }

    private void remove(Slot slot) {
        Pending pending = slot.pending();
        slots.remove(pending.key());
        byTime.remove(slot);
        keys(pending.waitsFor()).remove(pending.key());
        count(pending, -1);
    }

    private void count(Pending pending, int sign) {
        withContent += pending.cause().content() == null ? 0 : sign;
        stanzas += sign * pending.cause().stanzas().size();
    }

    private void replace(Slot before, Slot merged) {
        Pending pending = merged.pending();
        Slot after = stanzas < MAX_STANZAS ? merged : merged.with(pending.with(pending.cause().withLastStanza()), merged.wake());
        byTime.remove(before);
        slots.put(pending.key(), after);
        byTime.add(after);
        if (before.pending().waitsFor() != pending.waitsFor()) {
            keys(before.pending().waitsFor()).remove(pending.key());
            keys(pending.waitsFor()).add(pending.key());
        }
        count(before.pending(), -1);
        count(after.pending(), 1);
    }
}
