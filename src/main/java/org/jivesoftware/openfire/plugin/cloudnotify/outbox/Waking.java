package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Turn;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes what waits in the outbox when what it waits for has come, each on its user's lane: a time, room in the lane, its turn at its
 * service, the database. Of those that wait for the database one is tried, after a second, two, four, … up to {@link #LONGEST_PAUSE}; when
 * the database has answered it, the others follow.
 *
 * <p>Thread-safe. Runs on the scheduler's thread, one {@link Alarm} for all.
 */
final class Waking {

    static final Duration LANE_PAUSE = Duration.ofMillis(250);
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /** How often services are asked whose turn it is. */
    static final Duration TICK = Duration.ofMillis(100);
    /** When to try again where the user's lane is full. */
    private static final Duration BUSY = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Waking.class);

    private final Departure departure;
    private final Shelf shelf;
    private final Courier courier;
    private final Lanes lanes;
    private final Scheduler scheduler;
    private final DecisionQueue decisions = new DecisionQueue();
    private final Alarm alarm;
    private final AtomicBoolean trying = new AtomicBoolean();
    private volatile @Nullable Decider decider;
    private volatile boolean closed;
    private Duration pause = FIRST_PAUSE;
    private long lastTry;
    private long lastTick;

    Waking(Departure departure, Shelf shelf, Courier courier, Lanes lanes, Scheduler scheduler) {
        this.departure = Objects.requireNonNull(departure);
        this.shelf = Objects.requireNonNull(shelf);
        this.courier = Objects.requireNonNull(courier);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.alarm = new Alarm(scheduler, this::rings);
    }

    void start(Decider newDecider) {
        decider = Objects.requireNonNull(newDecider);
    }

    private Decider decider() {
        return Objects.requireNonNull(decider, "Nothing waits before the start");
    }

    boolean waitsForLane(Undecided undecided) {
        boolean room = decisions.addForLane(undecided);
        schedule();
        return room;
    }

    boolean waitsForDatabase(Undecided undecided) {
        boolean room = decisions.addForDatabase(undecided);
        schedule();
        return room;
    }

    boolean databaseDown() {
        return decisions.anyForDatabase();
    }

    void without(String username, Predicate<Registration> devices) {
        decisions.without(username, devices);
    }

    /** Something waits that may be the next to be woken. */
    void schedule() {
        if (closed) {
            return;
        }
        Long next = shelf.next();
        if (next != null) {
            alarm.in(next);
        }
        if (shelf.first(WaitsFor.SERVICE) != null) {
            alarm.in(Math.max(0, lastTick + TICK.toNanos() - scheduler.nanos()));
        }
        if (decisions.anyForLane()) {
            alarm.in(LANE_PAUSE.toNanos());
        }
        scheduleDatabase();
    }

    private synchronized void scheduleDatabase() {
        if (!trying.get() && (decisions.anyForDatabase() || shelf.first(WaitsFor.DATABASE) != null)) {
            long now = scheduler.nanos();
            lastTry = lastTry == 0 ? now : lastTry;
            alarm.in(Math.max(0, lastTry + pause.toNanos() - now));
        }
    }

    private void rings() {
        for (Slot slot : shelf.due(BUSY)) {
            wake(slot);
        }
        for (Undecided undecided : decisions.laneUsers()) {
            lanes.execute(undecided.username(), () -> decideForLane(undecided.username()));
        }
        long now = scheduler.nanos();
        if (shelf.first(WaitsFor.SERVICE) != null && now - lastTick >= TICK.toNanos()) {
            lastTick = now;
            courier.turns().forEach(this::turn);
        }
        if (databaseDue(now)) {
            tryDatabase();
        }
        schedule();
    }

    private void wake(Slot slot) {
        RegistrationKey key = slot.pending().key();
        if (scheduler.nanos() - slot.since() >= Shelf.LONGEST_WAIT.toNanos()) {
            Slot expired = shelf.take(key);
            if (expired != null) {
                if (expired.pending().waitsFor() == WaitsFor.SERVICE) {
                    courier.leaves(key);
                }
                departure.dropped(key, expired.pending().cause(), Outcome.EXPIRED);
            }
            return;
        }
        WaitsFor reason = slot.pending().waitsFor();
        // Where the lane is full, its next time has come soon.
        lanes.execute(key.username(), () -> {
            Slot taken = shelf.take(key, reason);
            if (taken != null) {
                departure.leaves(taken);
            }
        });
    }

    private void turn(Turn turn) {
        if (!lanes.execute(turn.key().username(), () -> departure.turn(turn))) {
            courier.notSent(turn.key(), turn.probe());
            courier.waits(turn.key(), false);
        }
    }

    private void decideForLane(String username) {
        Undecided undecided = decisions.takeForLane(username);
        if (undecided != null) {
            decide(undecided);
        }
    }

    private void decide(Undecided undecided) {
        if (!decider().decide(undecided)) {
            decisions.addForDatabase(undecided);
            schedule();
        }
    }

    private synchronized boolean databaseDue(long now) {
        return lastTry != 0 && now - lastTry >= pause.toNanos() && trying.compareAndSet(false, true);
    }

    private void tryDatabase() {
        Undecided undecided = decisions.takeForDatabase();
        RegistrationKey key = undecided == null ? shelf.first(WaitsFor.DATABASE) : null;
        if (undecided != null) {
            if (!lanes.execute(undecided.username(), () -> tried(answers(() -> decides(undecided))))) {
                decisions.putBackFirst(undecided);
                tried(false);
            }
        } else if (key == null) {
            tried(true);
        } else if (!lanes.execute(key.username(), () -> tried(answers(() -> leaves(key))))) {
            tried(false);
        }
    }

    private boolean leaves(RegistrationKey key) {
        Slot slot = shelf.take(key, WaitsFor.DATABASE);
        return slot == null || departure.leaves(slot);
    }

    private boolean decides(Undecided undecided) {
        boolean decided = decider().decide(undecided);
        if (!decided) {
            decisions.putBackFirst(undecided);
        }
        return decided;
    }

    /** @return whether the database answered */
    private static boolean answers(BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.warn("What waited for the database failed", e);
            // Not the database's fault, then: the others must not wait for this one.
            return true;
        }
    }

    private void tried(boolean answered) {
        synchronized (this) {
            Duration longer = pause.multipliedBy(2);
            pause = answered ? FIRST_PAUSE : longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            lastTry = answered ? 0 : scheduler.nanos();
        }
        trying.set(false);
        if (answered) {
            release();
        }
        schedule();
    }

    /** The database answers again. */
    private void release() {
        for (Undecided next = decisions.takeForDatabase(); next != null; next = decisions.takeForDatabase()) {
            Undecided undecided = next;
            if (!lanes.execute(undecided.username(), () -> decide(undecided)) && !decisions.addForLane(undecided)) {
                decisions.putBackFirst(undecided);
                return;
            }
        }
        for (RegistrationKey key : shelf.waitingFor(WaitsFor.DATABASE)) {
            shelf.change(key, WaitsFor.DATABASE, Duration.ZERO, 0);
        }
    }

    /** Decides what waits for that, if the database answers. */
    void close() {
        closed = true;
        alarm.off();
        for (Undecided each : decisions.laneUsers()) {
            Undecided undecided = decisions.takeForLane(each.username());
            if (undecided != null) {
                decisions.addForDatabase(undecided);
            }
        }
        boolean answers = true;
        for (Undecided next = decisions.takeForDatabase(); next != null; next = decisions.takeForDatabase()) {
            answers = answers && decider().decide(next);
            if (!answers) {
                decider().lost(next);
            }
        }
    }
}
