package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.UserExecutor;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, for each of a user's devices, whether an occasion becomes a push, and which (spec §2 and §3).
 *
 * <p>{@link #due} may be called by any thread and returns at once; decisions are made on the user's lane of the {@link UserExecutor},
 * one after the other.
 */
public final class Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final Registrations registrations;
    private final UserExecutor executor;
    private final Composer composer;
    private final Journal journal;
    private final Clock clock;
    private final Consumer<Notification> delivery;

    /**
     * @param registrations the registrations; not null
     * @param settings the settings; not null
     * @param executor the worker threads; not null
     * @param journal is told of each decision; not null
     * @param clock the time; not null
     * @param delivery takes what is to be published; not null
     */
    public Notifier(Registrations registrations, Settings settings, UserExecutor executor, Journal journal, Clock clock,
                    Consumer<Notification> delivery) {
        this.registrations = Objects.requireNonNull(registrations);
        this.executor = Objects.requireNonNull(executor);
        this.composer = new Composer(settings);
        this.journal = Objects.requireNonNull(journal);
        this.clock = Objects.requireNonNull(clock);
        this.delivery = Objects.requireNonNull(delivery);
    }

    /**
     * Something happened that may have to be pushed.
     *
     * @param occasion what; not null
     */
    public void due(Occasion occasion) {
        executor.execute(occasion.username(), () -> decide(occasion));
    }

    private void decide(Occasion occasion) {
        List<Registration> all;
        try {
            all = registrations.of(occasion.username());
        } catch (StoreException e) {
            LOG.warn("The registrations of user {} could not be read: {}", occasion.username(), e.getMessage());
            decided(occasion, null, Outcome.DATABASE_DOWN);
            return;
        }
        for (Registration registration : all) {
            if (occasion.audience().test(registration)) {
                decide(occasion, registration);
            }
        }
    }

    private void decide(Occasion occasion, Registration registration) {
        if (registration.health().disabled()) {
            decided(occasion, registration, Outcome.DISABLED);
        } else if (occasion.stanza() != null && !occasion.stanza().important()) {
            decided(occasion, registration, Outcome.UNIMPORTANT);
        } else {
            delivery.accept(composer.compose(registration, occasion, 1, occasion.pendingSubscriptions(), false));
        }
    }

    private void decided(Occasion occasion, Registration registration, Outcome outcome) {
        journal.decided(new Decision(clock.instant(), occasion.username(), registration == null ? null : registration.key(),
            occasion.trigger(), outcome, null,
            occasion.stanza() == null ? null : Composer.shortened(occasion.stanza().sender()), null));
    }
}
