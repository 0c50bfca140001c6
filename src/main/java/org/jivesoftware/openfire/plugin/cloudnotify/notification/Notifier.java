package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Composer;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Decider;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Outbox;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Undecided;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallMark;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Decides, for each of a user's devices, whether an occasion is to be pushed (behaviour §2). What is known of the user is gathered once
 * ({@link UserFacts}); then the {@link Rules} have their say, exactly once ({@link PushHistory}), and other plugins ({@link PushReview}).
 * What is to be pushed goes to the {@link Outbox}. Each decision is in the journal once.
 *
 * <p>{@link #due} may be called by any thread and returns at once; decisions are made on the user's lane of the {@link Lanes},
 * one after the other. Nothing is lost for a full lane or a database that is down, up to the outbox' capacities; beyond, the journal says
 * so.
 */
public final class Notifier implements RegistrationListener, Decider {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final Registrations registrations;
    private final Lanes lanes;
    private final Journal journal;
    private final Clock clock;
    private final String domain;
    private final PushReview review;
    private final Rules rules;
    private final Knowledge knowledge;
    private final PushHistory history;
    private final Composer composer;
    private final Outbox outbox;

    /**
     * @param registrations the registrations
     * @param settings the settings
     * @param lanes the worker threads
     * @param scheduler time
     * @param journal is told of each decision
     * @param domain the server's domain
     * @param locked whether an account, given by local part, is locked; must not block. Not null
     * @param filters what apps asked not to be woken for
     * @param review has a word on each push
     * @param history what was pushed
     * @param composer what may be shown
     * @param presence has the last look
     * @param lists knows whom users block
     * @param outbox takes what is to be pushed
     */
    public Notifier(Registrations registrations, Settings settings, Lanes lanes, Scheduler scheduler, Journal journal, String domain,
                    Predicate<String> locked, Filters filters, PushReview review, PushHistory history, Composer composer,
                    Presence presence, BlockLists lists, Outbox outbox) {
        this.registrations = Objects.requireNonNull(registrations);
        this.lanes = Objects.requireNonNull(lanes);
        this.journal = Objects.requireNonNull(journal);
        this.clock = scheduler.clock();
        this.domain = Objects.requireNonNull(domain);
        this.review = Objects.requireNonNull(review);
        this.rules = new Rules(settings, clock, domain, filters);
        this.knowledge = new Knowledge(locked, lists, filters, presence);
        this.history = Objects.requireNonNull(history);
        this.composer = Objects.requireNonNull(composer);
        this.outbox = Objects.requireNonNull(outbox);
    }

    /**
     * Something happened that may have to be pushed. Never blocks.
     *
     * @param occasion what
     */
    public void due(Occasion occasion) {
        Due due = Due.of(occasion, clock.instant());
        if (lanes.isCurrent(occasion.username())) {
            // What a session's queue holds is told there, and may be more than a lane does.
            work(due);
        } else if (!lanes.execute(occasion.username(), () -> work(due))) {
            lanes.withoutWaiting(() -> refused(due));
        }
    }

    /** @return decides what was not told when it happened */
    public Belated belated() {
        return new BelatedPushes(this, registrations, rules, knowledge, history, composer, outbox, clock);
    }

    /** {@inheritDoc} Should the same be registered again, it starts anew. */
    @Override
    public void removed(Registration registration) {
        history.forget(registration.key());
    }

    private void work(Due due) {
        if (!decide(due)) {
            if (!due.waited()) {
                decided(due.occasion(), null, Outcome.DATABASE_DOWN);
            }
            if (!outbox.waitsForDatabase(due.waiting())) {
                decided(due.occasion(), null, Outcome.LOST);
            }
        }
    }

    private void refused(Due due) {
        Occasion occasion = due.occasion();
        List<Registration> known = registrations.known(occasion.username());
        if (known == null) {
            decided(occasion, null, knowledge.blocked(occasion)
                ? Outcome.BLOCKED : outbox.overloaded(due.unseen()) ? Outcome.OVERLOADED : Outcome.LOST);
            return;
        }
        UserFacts facts = knowledge.of(due, known, registration -> false);
        for (Registration registration : known) {
            if (occasion.audience().test(registration) && rules.against(due, registration, facts) == null) {
                // There is no time to find out what was pushed before: a later copy may cause a push again.
                outbox.overloaded(registration.key(), new Cause(occasion.trigger(), call(occasion), important(due), due.important(),
                    occasion.pendingSubscriptions(), null, List.of(), List.of(), sender(occasion)));
            }
        }
    }

    @Override
    public boolean decide(Undecided undecided) {
        return decide((Due) undecided);
    }

    @Override
    public void lost(Undecided undecided) {
        decided(((Due) undecided).occasion(), null, Outcome.LOST);
    }

    /** @return false where the database does not answer */
    private boolean decide(Due due) {
        Occasion occasion = due.occasion();
        List<Registration> all;
        try {
            all = registrations.of(occasion.username());
        } catch (StoreException e) {
            if (outbox.databaseAnswers()) {
                LOG.warn("The registrations of user {} cannot be read, so that pushes wait: {}", occasion.username(), e.getMessage());
            }
            return false;
        }
        try {
            UserFacts facts = knowledge.of(due, all, registration -> outbox.woken(registration.key()));
            for (Registration registration : all) {
                if (occasion.audience().test(registration)) {
                    decide(due, registration, facts);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("A push for user {} could not be decided", occasion.username(), e);
        }
        return true;
    }

    private void decide(Due due, Registration registration, UserFacts facts) {
        Occasion occasion = due.occasion();
        RegistrationKey key = registration.key();
        Outcome against = rules.against(due, registration, facts);
        if (against == null && occasion.travelling() != null
            && !history.first(key, occasion.travelling(), due.time(), occasion.trigger() == Trigger.OFFLINE)) {
            against = Outcome.ALREADY_PUSHED;
        }
        if (against != null) {
            decided(occasion, key, against);
            return;
        }
        Stanza stanza = occasion.stanza();
        if (occasion.trigger() != Trigger.CALL_END && call(occasion) && stanza != null && stanza.call() != null) {
            // Who answers on another device does not say who calls.
            JID account = new JID(key.username(), domain, null, true);
            history.first(key, new Travelling(CallMark.call(account, stanza), null), due.time(), false);
        }
        offer(registration, new Cause(occasion.trigger(), call(occasion), important(due), due.important(),
            occasion.pendingSubscriptions(), composer.content(registration, stanza), List.of(),
            occasion.travelling() == null ? List.of() : List.of(occasion.travelling()), sender(occasion)), occasion);
    }

    /** Other plugins have their word; then it is to be pushed. */
    void offer(Registration registration, Cause cause, Occasion occasion) {
        String[] vetoedBy = new String[1];
        Cause reviewed = reviewed(registration, vetoedBy, cause);
        if (reviewed == null) {
            decided(occasion, registration.key(), Outcome.VETOED, vetoedBy[0]);
        } else {
            outbox.offer(registration, reviewed, occasion.crowd());
        }
    }

    /** A call is one whichever trigger says so: Openfire may have stored it offline, or it waits for a session. */
    static boolean call(Occasion occasion) {
        Stanza stanza = occasion.stanza();
        return occasion.trigger() == Trigger.CALL || stanza != null && stanza.call() != null && !stanza.error() && !stanza.groupchat();
    }

    static boolean important(Due due) {
        return due.important() > 0 || due.occasion().trigger() == Trigger.PING;
    }

    /** @return the cause with what other plugins add, or null where one vetoes it; it has woken nobody and counts nothing by then */
    private @Nullable Cause reviewed(Registration registration, String[] vetoedBy, Cause cause) {
        if (!review.any()) {
            return cause;
        }
        try {
            Push draft = composer.compose(registration, cause, outbox.count(registration.key(), cause.uncounted()));
            Optional<Push> reviewed = review.review(draft, name -> vetoedBy[0] = name);
            return reviewed.isEmpty() ? null : reviewed.get().cause();
        } catch (RuntimeException e) {
            LOG.warn("A push could not be reviewed, and goes out as it is", e);
            return cause;
        }
    }

    static @Nullable String sender(Occasion occasion) {
        return occasion.stanza() == null ? null : Composer.shownSender(occasion.stanza());
    }

    void decided(Occasion occasion, @Nullable RegistrationKey key, Outcome outcome) {
        decided(occasion, key, outcome, null);
    }

    private void decided(Occasion occasion, @Nullable RegistrationKey key, Outcome outcome, @Nullable String detail) {
        journal.decided(new Decision(clock.instant(), occasion.username(), key, occasion.trigger(), outcome, null, sender(occasion), detail,
            occasion.travelling() == null ? 0 : occasion.travelling().stanza().fingerprint().low()));
    }
}
