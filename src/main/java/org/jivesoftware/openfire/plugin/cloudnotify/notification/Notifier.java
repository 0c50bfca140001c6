package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, for each of a user's devices, whether an occasion becomes a push, and which (spec §2 and §3): the {@link Rules}, exactly once
 * ({@link PushHistory}), woken already ({@link Absences}), what it says ({@link Composer}), other plugins' veto ({@link PushReview}),
 * merging ({@link MergeWindow}). Each decision is in the journal once.
 *
 * <p>{@link #due} may be called by any thread and returns at once; decisions are made on the user's lane of the {@link Lanes},
 * one after the other. Nothing is lost for a full lane ({@link Overflow}) or a database that is down ({@link Retries}), up to their
 * capacities; beyond, the journal says so.
 */
public final class Notifier implements DeviceListener, RegistrationListener, AutoCloseable {

    /** For how many devices that are away the messages are counted: about 15 MB when full. */
    static final long COUNTED_DEVICES = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final Registrations registrations;
    private final Lanes lanes;
    private final Journal journal;
    private final Clock clock;
    private final Predicate<String> discreet;
    private final PushReview review;
    private final Rules rules;
    private final PushHistory seen;
    private final Absences absences;
    private final Composer composer;
    private final MergeWindow merge;
    private final Retries retries;
    private final Overflow overflow;
    private final Presence presence;

    /**
     * @param registrations the registrations; not null
     * @param settings the settings; not null
     * @param lanes the worker threads; not null
     * @param scheduler time, for the merge window and for trying again too, and the upkeep of caches; not null
     * @param journal is told of each decision; not null
     * @param domain the server's domain; not null
     * @param discreet whether a user, given by local part, wants neither sender nor body in pushes; must not block. Not null
     * @param review has the last word on each push; not null
     * @param history what was pushed; not null
     * @param presence has the last look before a push goes out; not null
     * @param delivery takes what is to be published, on a worker thread; not null
     */
    public Notifier(Registrations registrations, Settings settings, Lanes lanes, Scheduler scheduler, Journal journal, String domain,
                    Predicate<String> discreet, PushReview review, PushHistory history, Presence presence,
                    Consumer<Notification> delivery) {
        this.registrations = Objects.requireNonNull(registrations);
        this.lanes = Objects.requireNonNull(lanes);
        this.journal = Objects.requireNonNull(journal);
        this.clock = scheduler.clock();
        this.discreet = Objects.requireNonNull(discreet);
        this.review = Objects.requireNonNull(review);
        this.rules = new Rules(settings, clock, domain);
        this.seen = Objects.requireNonNull(history);
        this.presence = Objects.requireNonNull(presence);
        this.absences = new Absences(COUNTED_DEVICES, scheduler.upkeep());
        this.composer = new Composer(settings);
        this.merge = new MergeWindow(settings, lanes, scheduler::after, journal, clock,
            waiting -> isBack(waiting.trigger(), waiting.key()), delivery);
        this.retries = new Retries(lanes, scheduler::after, this::decide, this::submit);
        this.overflow = new Overflow(scheduler::after, overdue -> lanes.execute(overdue.username, () -> catchUp(overdue)));
    }

    /**
     * Something happened that may have to be pushed. Never blocks.
     *
     * @param occasion what; not null
     */
    public void due(Occasion occasion) {
        submit(Due.of(occasion, clock.instant()));
    }

    @Override
    public void returned(RegistrationKey key, Where where) {
        drop(key, Outcome.DEVICE_ONLINE);
    }

    /** {@inheritDoc} Nothing goes out any more, and should the same be registered again, it starts anew. */
    @Override
    public void removed(Registration registration) {
        seen.forget(registration.key());
        drop(registration.key(), Outcome.UNREGISTERED);
    }

    /** Hands over what waits. To be called when no thread calls {@link #due} any more and the lanes are closed. */
    @Override
    public void close() {
        overflow.takeAll().forEach(this::catchUp);
        merge.close();
    }

    private boolean isBack(Trigger trigger, RegistrationKey key) {
        return trigger.ofOneSession() && presence.inUse(key);
    }

    private void drop(RegistrationKey key, Outcome why) {
        overflow.drop(key);
        absences.end(key);
        merge.drop(key, why);
    }

    private void submit(Due due) {
        if (lanes.isCurrent(due.occasion().username())) {
            // What a session's queue holds is told there, and may be more than a lane does.
            work(due);
        } else if (!lanes.execute(due.occasion().username(), () -> work(due))) {
            refused(due);
        }
    }

    private void work(Due due) {
        try {
            if (!decide(due)) {
                waitForDatabase(due);
            }
        } catch (RuntimeException e) {
            LOG.warn("A push for user {} could not be decided", due.occasion().username(), e);
        }
    }

    private void waitForDatabase(Due due) {
        if (!due.waited()) {
            decided(due.occasion(), null, Outcome.DATABASE_DOWN);
        }
        if (!retries.add(due.waiting())) {
            decided(due.occasion(), null, Outcome.LOST);
        }
    }

    private void refused(Due due) {
        Occasion occasion = due.occasion();
        List<Registration> known = registrations.known(occasion.username());
        List<RegistrationKey> concerned = known == null ? null : known.stream()
            .filter(each -> occasion.audience().test(each) && rules.against(occasion, each) == null).map(Registration::key).toList();
        if (concerned != null && concerned.isEmpty()) {
            return;
        }
        Outcome outcome = overflow.add(occasion, concerned, due.important()) ? Outcome.OVERLOADED : Outcome.LOST;
        if (concerned == null) {
            decided(occasion, null, outcome);
        } else {
            concerned.forEach(key -> decided(occasion, key, outcome));
        }
    }

    /** One push without content for each device that something came for while there was no room. */
    private void catchUp(Overflow.Overdue overdue) {
        List<Due> all = new ArrayList<>();
        overdue.devices.forEach((key, important) -> all.add(overdue(overdue, each -> each.key().equals(key), important)));
        if (overdue.unknown != null) {
            all.add(overdue(overdue, each -> !overdue.devices.containsKey(each.key()), overdue.unknown));
        }
        all.forEach(this::work);
    }

    private Due overdue(Overflow.Overdue overdue, Predicate<Registration> audience, int important) {
        return new Due(new Occasion(overdue.trigger, overdue.username, null, audience, overdue.pendingSubscriptions), clock.instant(), important, false);
    }

    /** @return false where the database does not answer */
    private boolean decide(Due due) {
        List<Registration> all;
        try {
            all = registrations.of(due.occasion().username());
        } catch (StoreException e) {
            if (retries.size() == 0) {
                LOG.warn("The registrations of user {} cannot be read, so that pushes wait: {}", due.occasion().username(),
                    e.getMessage());
            }
            return false;
        }
        for (Registration registration : all) {
            if (due.occasion().audience().test(registration)) {
                decide(due, registration);
            }
        }
        return true;
    }

    private void decide(Due due, Registration registration) {
        Occasion occasion = due.occasion();
        RegistrationKey key = registration.key();
        Outcome against = rules.against(occasion, registration);
        if (against == null && isBack(occasion.trigger(), key)) {
            // Before it counts as pushed: should the device go again without having acknowledged, it is due.
            against = Outcome.DEVICE_ONLINE;
        }
        if (against == null && due.important() == 0 && onlyWakes(occasion) && absences.woken(key)) {
            against = Outcome.WOKEN_ALREADY;
        }
        if (against == null && occasion.travelling() != null
            && !seen.first(key, occasion.travelling(), due.time(), occasion.trigger() == Trigger.OFFLINE)) {
            against = Outcome.ALREADY_PUSHED;
        }
        if (against != null) {
            decided(occasion, key, against);
            return;
        }
        int count = absences.add(key, due.important());
        boolean important = due.important() > 0 || occasion.trigger() == Trigger.PING;
        Notification notification = composer.compose(registration, occasion, important, count, discreet.test(key.username()));
        Optional<Notification> reviewed = reviewed(notification, registration);
        if (reviewed.isPresent()) {
            merge.offer(reviewed.get(), occasion.travelling() == null ? () -> { } : () -> seen.undo(key, occasion.travelling()));
        } else {
            decided(occasion, key, Outcome.VETOED);
        }
    }

    /** Whether an occasion that is not important says nothing but that the device should wake up, which once is enough for. */
    private static boolean onlyWakes(Occasion occasion) {
        boolean each = occasion.stanza() != null && occasion.stanza().traits().wakes();
        return !each && occasion.trigger() != Trigger.PING && occasion.trigger() != Trigger.SUBSCRIPTION;
    }

    private Optional<Notification> reviewed(Notification notification, Registration registration) {
        try {
            return review.review(notification, registration);
        } catch (RuntimeException e) {
            LOG.warn("A push could not be reviewed, and goes out as it is", e);
            return Optional.of(notification);
        }
    }

    private void decided(Occasion occasion, RegistrationKey key, Outcome outcome) {
        Stanza stanza = occasion.stanza();
        journal.decided(new Decision(clock.instant(), occasion.username(), key, occasion.trigger(), outcome, null,
            stanza == null ? null : Composer.shortened(stanza.sender()), null));
    }
}
