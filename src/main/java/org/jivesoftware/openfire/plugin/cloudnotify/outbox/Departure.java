package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Duration;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Pass;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Turn;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The way out of the outbox. A push passes, in this order: the administrator's lists and the registration's health, the user's grace, the
 * registration's rate, the service's line; what waited is looked at once more before. Where one of them stops it, it waits for that, or is
 * dropped. On the user's lane, but for {@link #dropped} and {@link #decided}, which any thread may call.
 */
final class Departure {

    private final Registrations registrations;
    private final Scheduler scheduler;
    private final Journal journal;
    private final PushHistory history;
    private final Composer composer;
    private final Courier courier;
    private final MessageCounts absences;
    private final Pace pace;
    private final Shelf shelf;
    private final Presence presence;
    private final Grace grace;
    private final Runnable schedule;
    private volatile boolean closing;

    /** @param schedule is run when something began to wait */
    Departure(Registrations registrations, Scheduler scheduler, Journal journal, PushHistory history, Composer composer, Courier courier,
              MessageCounts absences, Pace pace, Shelf shelf, Presence presence, Grace grace, Runnable schedule) {
        this.presence = Objects.requireNonNull(presence);
        this.grace = Objects.requireNonNull(grace);
        this.registrations = Objects.requireNonNull(registrations);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.journal = Objects.requireNonNull(journal);
        this.history = Objects.requireNonNull(history);
        this.composer = Objects.requireNonNull(composer);
        this.courier = Objects.requireNonNull(courier);
        this.absences = Objects.requireNonNull(absences);
        this.pace = Objects.requireNonNull(pace);
        this.shelf = Objects.requireNonNull(shelf);
        this.schedule = Objects.requireNonNull(schedule);
    }

    /** The end is near: what waits for nothing but time goes out early. */
    void closing() {
        closing = true;
    }

    /**
     * Something is to be pushed, now or soon.
     *
     * @param crowd whether more come at once, which merge with it where they may
     */
    void offer(Registration registration, Cause cause, boolean crowd) {
        RegistrationKey key = registration.key();
        WaitsFor waiting = shelf.waitsFor(key);
        if ((waiting == WaitsFor.MERGE || waiting == WaitsFor.LANE) && !cause.mergeable()) {
            // What waits goes ahead, so that it is not overtaken.
            Slot ahead = shelf.take(key, waiting);
            if (ahead != null) {
                pass(registration, ahead, false);
            }
            waiting = shelf.waitsFor(key);
        }
        if (waiting != null && !cause.call()) {
            waits(key, cause, waiting, null);
            return;
        }
        long merging = cause.mergeable() ? pace.merging(key, crowd) : 0;
        if (merging > 0) {
            waits(key, cause, WaitsFor.MERGE, Duration.ofNanos(merging));
        } else {
            pass(registration, key, cause);
        }
    }

    /** Something is to go out, if nothing stops it. */
    void pass(Registration registration, RegistrationKey key, Cause cause) {
        Outcome against = courier.against(registration, key);
        if (against != null) {
            dropped(key, cause, against);
            return;
        }
        long left = grace.left(registration, cause);
        if (left > 0) {
            waits(key, cause, WaitsFor.GRACE, Duration.ofNanos(left));
            return;
        }
        long pause = pace.take(key, cause.call());
        if (pause > 0) {
            waits(key, cause, WaitsFor.RATE, Duration.ofNanos(pause));
            return;
        }
        Pass pass = courier.ask(key, cause.call());
        if (pass == Pass.WAIT) {
            waitsForService(key, cause);
        } else {
            publish(registration, key, cause, pass == Pass.PROBE, cause.mergeable());
        }
    }

    /**
     * The same for what waited.
     *
     * @param merging whether a merge window begins where it goes out
     */
    void pass(Registration registration, Slot slot, boolean merging) {
        RegistrationKey key = slot.pending().key();
        Cause cause = slot.pending().cause();
        if (slot.pending().waitsFor() == WaitsFor.LANE && cause.onlyWakes() && absences.woken(key)) {
            dropped(key, cause, Outcome.WOKEN_ALREADY);
            return;
        }
        Outcome against = courier.against(registration, key);
        if (against != null) {
            dropped(key, cause, against);
            return;
        }
        long left = closing ? 0 : grace.left(registration, cause);
        if (left > 0) {
            waitsAgain(slot, WaitsFor.GRACE, Duration.ofNanos(left));
            return;
        }
        // At the end, one too many is better than one too few.
        long pause = closing ? 0 : pace.take(key, cause.call());
        Pass pass = pause > 0 ? Pass.WAIT : courier.ask(key, cause.call());
        if (pass != Pass.WAIT) {
            publish(registration, key, cause, pass == Pass.PROBE, merging && cause.mergeable());
        } else if (pause > 0) {
            waitsAgain(slot, WaitsFor.RATE, Duration.ofNanos(pause));
        } else {
            waitsAgain(slot, WaitsFor.SERVICE, null);
        }
    }

    private void publish(Registration registration, RegistrationKey key, Cause cause, boolean probe, boolean merging) {
        Push push = composer.compose(registration, key, cause, absences.add(key, cause.uncounted(), cause.stanzas()));
        if (merging) {
            pace.beginMerging(key);
        }
        courier.send(push, probe);
    }

    /**
     * The time has come for what waited. On the user's lane.
     *
     * @param slot it, taken from the shelf
     * @return false where the database does not answer
     */
    boolean leaves(Slot slot) {
        Registration registration;
        try {
            registration = stillDue(slot);
        } catch (StoreException e) {
            waitsAgain(slot, WaitsFor.DATABASE, null);
            return false;
        }
        if (registration != null) {
            pass(registration, slot, true);
        }
        return true;
    }

    /** It is the turn of what waited for its service. On the user's lane. */
    void turn(Turn turn) {
        Slot slot = shelf.take(turn.key(), WaitsFor.SERVICE);
        Registration registration = null;
        if (slot != null) {
            try {
                registration = stillDue(slot);
                Outcome against = registration == null ? null : courier.against(registration, turn.key());
                if (against != null) {
                    dropped(turn.key(), slot.pending().cause(), against);
                    registration = null;
                }
                long left = registration == null ? 0 : grace.left(registration, slot.pending().cause());
                if (left > 0) {
                    waitsAgain(slot, WaitsFor.GRACE, Duration.ofNanos(left));
                    registration = null;
                }
            } catch (StoreException e) {
                waitsAgain(slot, WaitsFor.DATABASE, null);
            }
        }
        if (slot == null || registration == null) {
            courier.notSent(turn.key(), turn.probe());
        } else {
            publish(registration, turn.key(), slot.pending().cause(), turn.probe(), slot.pending().cause().mergeable());
        }
    }

    /** The registration of what waited, or null where it is dropped, since the registration is no more or its device is back. */
    private @Nullable Registration stillDue(Slot slot) throws StoreException {
        RegistrationKey key = slot.pending().key();
        Registration registration = registrations.get(key);
        boolean present = registration != null && slot.pending().cause().trigger().ofOneSession() && presence.inUse(key);
        if (registration == null || present) {
            dropped(key, slot.pending().cause(), present ? Outcome.DEVICE_ONLINE : Outcome.UNREGISTERED);
            return null;
        }
        return registration;
    }

    private void waitsForService(RegistrationKey key, Cause cause) {
        if (shelf.waitsFor(key) == null && !courier.waits(key, false)) {
            dropped(key, cause, Outcome.LOST);
        } else {
            waits(key, cause, WaitsFor.SERVICE, null);
        }
    }

    /** Has something wait that nothing of waits yet, or become one with what does. */
    void waits(RegistrationKey key, Cause cause, WaitsFor reason, @Nullable Duration pause) {
        Shelf.Place place = shelf.put(key, cause, reason, pause, 0);
        if (place == Shelf.Place.FULL) {
            if (reason == WaitsFor.SERVICE) {
                courier.leaves(key);
            }
            dropped(key, cause, Outcome.LOST);
            return;
        }
        decided(key, cause, place == Shelf.Place.JOINED ? Outcome.MERGED : outcome(reason));
        schedule.run();
    }

    private void waitsAgain(Slot slot, WaitsFor reason, @Nullable Duration pause) {
        Pending pending = slot.pending();
        if (reason == WaitsFor.SERVICE && !courier.waits(pending.key(), false)) {
            dropped(pending.key(), pending.cause(), Outcome.LOST);
            return;
        }
        shelf.putBack(slot, reason, pause);
        if (reason != pending.waitsFor()) {
            decided(pending.key(), pending.cause(), outcome(reason));
        }
        schedule.run();
    }

    static Outcome outcome(WaitsFor reason) {
        return switch (reason) {
            case LANE -> Outcome.OVERLOADED;
            case DATABASE -> Outcome.DATABASE_DOWN;
            case MERGE -> Outcome.MERGED;
            case RATE -> Outcome.RATE_LIMITED;
            case SERVICE -> Outcome.SERVICE_DOWN;
            case RETRY -> Outcome.REFUSED;
            case GRACE -> Outcome.AT_ANOTHER_DEVICE;
        };
    }

    /** Something is not pushed. The one place that says so. */
    void dropped(RegistrationKey key, Cause cause, Outcome why) {
        for (Travelling stanza : cause.stanzas()) {
            history.undo(key, stanza);
        }
        decided(key, cause, why);
    }

    void decided(RegistrationKey key, Cause cause, Outcome outcome) {
        journal.decided(new Decision(scheduler.clock().instant(), key.username(), key, cause.trigger(), outcome, null, cause.sender(), null,
            cause.about()));
    }
}
