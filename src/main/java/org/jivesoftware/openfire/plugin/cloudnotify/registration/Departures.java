package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the registrations of accounts that are deleted (behaviour §1): at once, a moment later once more, since the event comes before
 * the
 * deletion and what was asked for before may be carried out in between, and again and again where the lane is full or the database is
 * down. A new account of the name keeps what it enabled itself.
 *
 * <p>Bounded: so many removals wait at most, beyond that they are left to {@link RegistrationLoader} and {@link AccountSweep}, as is what
 * a restart interrupts. Thread-safe; nothing blocks.
 */
public final class Departures implements AccountNews {

    /** So many removals wait to be tried again. */
    static final int MOST = 10_000;
    /** When everything is looked at once more that was under way when the account was deleted. */
    static final Duration AFTERWARDS = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Registrations registrations;
    private final AccountAges accounts;
    private final Lanes lanes;
    private final Scheduler scheduler;
    private final Clock clock;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param registrations where they are removed
     * @param accounts tells who has the name now
     * @param lanes where it is done
     * @param scheduler tries again
     */
    public Departures(Registrations registrations, AccountAges accounts, Lanes lanes, Scheduler scheduler) {
        this.registrations = Objects.requireNonNull(registrations);
        this.accounts = Objects.requireNonNull(accounts);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.clock = scheduler.clock();
    }

    @Override
    public void created(String username) {
        begin(username, clock.instant(), AFTERWARDS);
    }

    @Override
    public void deleted(String username) {
        Instant now = clock.instant();
        begin(username, now, AFTERWARDS);
        later(username, now, AFTERWARDS);
    }

    private void begin(String username, Instant since, Duration pause) {
        if (!lanes.execute(username, () -> remove(username, since, pause))) {
            later(username, since, pause);
        }
    }

    private void later(String username, Instant since, Duration pause) {
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            LOG.debug("The registrations of the deleted account {} are found later", username);
            return;
        }
        Duration next = pause.multipliedBy(2);
        scheduler.after(pause, () -> {
            waiting.decrementAndGet();
            begin(username, since, next.compareTo(LONGEST) > 0 ? LONGEST : next);
        });
    }

    private void remove(String username, Instant since, Duration pause) {
        try {
            Instant made = accounts.made(username);
            registrations.removeUser(username, made == null ? null : made.isAfter(since) ? made : since);
        } catch (StoreException e) {
            LOG.debug("The registrations of the deleted account {} cannot be removed yet", username, e);
            later(username, since, pause);
        }
    }
}
