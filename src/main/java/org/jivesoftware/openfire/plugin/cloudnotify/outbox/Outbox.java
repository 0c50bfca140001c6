package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/**
 * Where pushes wait that cannot go out now, or need not; the only place where they do. What need not wait passes through it without a
 * trace. One push waits for a registration at most: what comes meanwhile becomes one with it. What it says is composed when it leaves.
 *
 * <p>A push passes, in this order: the merge window, the administrator's lists and the registration's health, the user's grace, the
 * registration's rate, the service's line. Nothing is overtaken, but by calls. Whatever is dropped is in the journal, and the history of
 * pushes is told that nothing was pushed, so that it is pushed when it falls due again.
 *
 * <p>Thread rule: {@link #offer} on the user's lane of the {@link Lanes}, where everything leaves, too, so that a registration's pushes go
 * out one after the other; {@link #drop} and what overloaded threads report on any thread. Nothing blocks but, on the lane, the database.
 */
public final class Outbox implements DeviceListener, RegistrationListener, AutoCloseable {

    /** For how many devices that are away the messages are counted: about 15 MB when full. */
    static final long COUNTED_DEVICES = 100_000;
    /** What waits for nothing but time can go out early; but not while its user is at another device. */
    private static final Set<WaitsFor> IN_TIME = EnumSet.of(WaitsFor.MERGE, WaitsFor.LANE, WaitsFor.RATE);

    private final Courier courier;
    private final OutboxStore store;
    private final MessageCounts absences;
    private final Pace pace;
    private final Shelf shelf;
    private final Departure departure;
    private final Waking waking;
    private final ComeBack comeBack;
    private final ReadElsewhere readElsewhere;
    private final Keeper keeper;

    /**
     * @param registrations the registrations
     * @param settings for merge window and rates
     * @param lanes the worker threads
     * @param scheduler time
     * @param journal is told what waits and what is dropped
     * @param history is told what was not pushed after all
     * @param composer says what a push says
     * @param courier takes what leaves
     * @param presence has the last look before what waited goes out
     * @param store keeps what waits while the plugin does not run
     * @param grace tells what waits since its user is at another device
     */
    public Outbox(Registrations registrations, Settings settings, Lanes lanes, Scheduler scheduler, Journal journal, PushHistory history,
                  Composer composer, Courier courier, Presence presence, OutboxStore store, Grace grace) {
        this.courier = Objects.requireNonNull(courier);
        this.store = Objects.requireNonNull(store);
        this.absences = new MessageCounts(COUNTED_DEVICES, scheduler.upkeep());
        this.pace = new Pace(settings, scheduler);
        this.shelf = new Shelf(scheduler);
        this.departure = new Departure(registrations, scheduler, journal, history, composer, courier, absences, pace, shelf,
            presence, grace, this::schedule);
        this.waking = new Waking(departure, shelf, courier, lanes, scheduler);
        this.readElsewhere = new ReadElsewhere(absences, shelf, courier, departure);
        this.comeBack = new ComeBack(scheduler, courier, shelf, departure, this::schedule);
        this.keeper = new Keeper(scheduler, store, absences, shelf, courier, presence, this::drop, this::schedule);
    }

    /**
     * Begins.
     *
     * @param decider decides, on the user's lane, what could not be decided at once
     */
    public void start(Decider decider) {
        waking.start(decider);
        courier.giveBackTo(comeBack);
        waking.schedule();
    }

    private void schedule() {
        waking.schedule();
    }

    /**
     * Has what waits kept, in case the server dies, and at first takes back what was kept before. Blocks; to be called again and again, as
     * soon as it can be told who is connected.
     */
    public void keep() {
        keeper.keep();
    }

    /**
     * Something is to be pushed, now or soon.
     *
     * @param registration to which registration
     * @param cause why
     * @param crowd whether more come at once: then what may merge waits for them as it does after a push
     */
    public void offer(Registration registration, Cause cause, boolean crowd) {
        departure.offer(registration, cause, crowd);
    }

    /**
     * There is no room in a user's lane: what is due waits for it. On any thread.
     *
     * @param key to which registration
     * @param cause why
     */
    public void overloaded(RegistrationKey key, Cause cause) {
        Shelf.Place place = shelf.put(key, cause, WaitsFor.LANE, Waking.LANE_PAUSE, 0);
        if (place == Shelf.Place.FULL) {
            departure.dropped(key, cause, Outcome.LOST);
        } else {
            departure.decided(key, cause, Outcome.OVERLOADED);
            waking.schedule();
        }
    }

    /**
     * The same where it is not known for which registrations. On any thread.
     *
     * @param undecided what
     * @return false where too much waits
     */
    public boolean overloaded(Undecided undecided) {
        return waking.waitsForLane(undecided);
    }

    /**
     * The database does not tell for which registrations something is. On any thread.
     *
     * @param undecided what
     * @return false where too much waits
     */
    public boolean waitsForDatabase(Undecided undecided) {
        return waking.waitsForDatabase(undecided);
    }

    /** @return whether nothing waits for the database yet */
    public boolean databaseAnswers() {
        return !waking.databaseDown();
    }

    /** @return whether a device was woken since it was last in use, or is about to be */
    public boolean woken(RegistrationKey key) {
        return absences.woken(key);
    }

    /** @return of how many important stanzas a device would be told, were it pushed to now and there were so many more */
    public int count(RegistrationKey key, int important) {
        return absences.count(key) + important;
    }

    /** @return how many important stanzas a device was told of since it was last in use, or will be by what waits */
    public int told(RegistrationKey key) {
        Slot slot = shelf.slot(key);
        return absences.count(key) + (slot == null ? 0 : slot.pending().cause().uncounted());
    }

    /** @return whether anything waits or counts for a device that could be read elsewhere; cheap */
    public boolean tells(RegistrationKey key) {
        return absences.count(key) > 0 || shelf.waitsFor(key) != null;
    }

    /**
     * Something was read on another device: it counts no longer, and what waits for it is dropped. On the user's lane.
     *
     * @param key which device
     * @param read what was read
     * @return by how much the number is too high that the device shows
     */
    public int read(RegistrationKey key, Read read) {
        return readElsewhere.read(key, read);
    }

    /** @return whether something waits that will tell a device the right number; cheap */
    public boolean waits(RegistrationKey key) {
        return shelf.waitsFor(key) != null;
    }

    @Override
    public void returned(RegistrationKey key, Where where) {
        keeper.returned(key);
        comeBack.returned(key);
        drop(key, Outcome.DEVICE_ONLINE);
    }

    @Override
    public void returned(String username, Predicate<Registration> device) {
        waking.without(username, device);
    }

    @Override
    public void perhapsReturned(RegistrationKey key) {
        if (shelf.waitsFor(key) == null) {
            absences.end(key);
        }
    }

    /** {@inheritDoc} Nothing goes out any more. */
    @Override
    public void removed(Registration registration) {
        drop(registration.key(), Outcome.UNREGISTERED);
    }

    @Override
    public void counted(RegistrationKey key, int more, int total, Where where) {
        if (where == Where.ELSEWHERE) {
            absences.addElsewhere(key, more, total);
        }
    }

    @Override
    public void uncounted(RegistrationKey key, int less, Where where) {
        if (where == Where.ELSEWHERE) {
            absences.lessElsewhere(key, less);
        }
    }

    /** {@inheritDoc} Nothing goes out from here any more, either. */
    @Override
    public void removedElsewhere(RegistrationKey key) {
        drop(key, Outcome.UNREGISTERED);
    }

    /** {@inheritDoc} Counts start again, and each device may be woken: one push too many is better than one too few. */
    @Override
    public void uncertain() {
        absences.clear();
    }

    private void drop(RegistrationKey key, Outcome why) {
        Slot slot = shelf.take(key);
        if (slot != null) {
            if (slot.pending().waitsFor() == WaitsFor.SERVICE) {
                courier.leaves(key);
            }
            departure.dropped(key, slot.pending().cause(), why);
        }
        waking.without(key.username(), new Device(key));
        absences.end(key);
    }

    /** @return what waits because of a push service */
    public HeldPushes held() {
        return new HeldPushes(shelf, comeBack);
    }

    /** @return what waits, for what, since when and until when */
    public List<Pending> waiting() {
        return shelf.all();
    }

    /** @return for how many registrations something waits */
    public int size() {
        return shelf.size();
    }

    /**
     * Hands over what can go out, unless the whole server ends, and has the rest kept. To be called when nothing is offered any more and
     * the lanes are closed.
     */
    @Override
    public void close() {
        departure.closing();
        waking.close();
        if (!store.ending()) {
            for (Pending pending : shelf.all()) {
                Slot slot = IN_TIME.contains(pending.waitsFor()) ? shelf.take(pending.key()) : null;
                if (slot != null) {
                    departure.leaves(slot);
                }
            }
        }
        boolean kept = keeper.close();
        for (Pending pending : shelf.all()) {
            shelf.take(pending.key());
            if (!kept) {
                departure.dropped(pending.key(), pending.cause(), Outcome.LOST);
            }
        }
    }
}
