package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Page;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds registrations of accounts that are no more, once a day: a directory deletes without telling Openfire, and other things miss a
 * deletion, too (behaviour §1). Since a source of accounts that is down finds nobody, an account must be missing on two days, and a page
 * on which most are missing counts for nothing.
 *
 * <p>A page at a time, with a pause after each, so that neither the database nor others on the lane wait for it.
 */
public final class AccountSweep {

    static final Duration PERIOD = Duration.ofDays(1);
    static final int PAGE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(AccountSweep.class);
    private static final Duration FIRST = Duration.ofMinutes(20);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int MOST_MISSING = 10_000;
    private static final int FEW = 4;
    // Any lane will do: the work is not one user's.
    private static final String LANE = "";

    private final RegistrationSearch search;
    private final Registrations registrations;
    private final AccountAges accounts;
    private final Lanes lanes;
    private final Scheduler scheduler;
    /** Who was missing the last time; on the lane, as all that follows. */
    private Set<String> missingBefore = new HashSet<>();
    private Set<String> missing = new HashSet<>();

    /**
     * Begins; the first time some minutes from now.
     *
     * @param search finds who has registrations
     * @param registrations where they are removed
     * @param accounts tells which accounts there are
     * @param lanes where it is done
     * @param scheduler time
     */
    public AccountSweep(RegistrationSearch search, Registrations registrations, AccountAges accounts, Lanes lanes, Scheduler scheduler) {
        this.search = Objects.requireNonNull(search);
        this.registrations = Objects.requireNonNull(registrations);
        this.accounts = Objects.requireNonNull(accounts);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
        scheduler.after(FIRST, this::begin);
        scheduler.every(PERIOD, this::begin);
    }

    private void begin() {
        // Where the lane is full, the next day is early enough.
        if (!lanes.execute(LANE, () -> page(null))) {
            LOG.debug("Accounts are not looked for today: too much else is to be done");
        }
    }

    private void page(@Nullable String cursor) {
        try {
            Page page = search.find(new Query("", "", false, Sort.USER, false, cursor, PAGE));
            look(page.rows().stream().map(row -> row.registration().username()).collect(Collectors.toSet()));
            if (page.next() == null) {
                missingBefore = missing;
                missing = new HashSet<>();
            } else {
                scheduler.after(PAUSE, () -> {
                    if (!lanes.execute(LANE, () -> page(page.next()))) {
                        LOG.debug("Accounts are not looked for any further today: too much else is to be done");
                    }
                });
            }
        } catch (StoreException e) {
            LOG.debug("Accounts cannot be looked for today", e);
        }
    }

    private void look(Set<String> usernames) throws StoreException {
        List<String> absent = usernames.stream().filter(username -> accounts.made(username) == null).toList();
        if (absent.size() > FEW && absent.size() * 2 > usernames.size()) {
            LOG.debug("{} of {} accounts are not found: their source is taken for down", absent.size(), usernames.size());
            return;
        }
        for (String username : absent) {
            if (missingBefore.contains(username)) {
                LOG.info("The account {} is no more, and its registrations are deleted", username);
                registrations.removeUser(username, null);
            } else if (missing.size() < MOST_MISSING) {
                missing.add(username);
            }
        }
    }
}
