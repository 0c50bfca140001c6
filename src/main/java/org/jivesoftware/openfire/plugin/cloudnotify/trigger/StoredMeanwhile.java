package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Belated;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Downtime;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Page;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages were stored offline while no plugin ran, such as those that waited for sessions when the server stopped: once, after the start,
 * each device that has not come back is woken for them (behaviour §2, "At the start").
 *
 * <p>Who has registrations is looked through page by page, and after each page with somebody to wake there is a pause, so that no more than
 * {@value #DEVICES_A_MINUTE} devices come back in a minute. What was fetched by then is not pushed.
 */
public final class StoredMeanwhile {

    /** So many devices are woken in a minute at most. */
    static final int DEVICES_A_MINUTE = 3_000;
    static final int PAGE = 100;
    static final Duration BETWEEN_PAGES = Duration.ofMillis(50);
    static final Duration AGAIN = Duration.ofSeconds(30);
    /** Who has stored more has the newest of these looked at, and the others counted. */
    static final int LOOKED_AT = 256;

    private static final Logger LOG = LoggerFactory.getLogger(StoredMeanwhile.class);
    private static final int ATTEMPTS = 20;
    // Any lane will do: looking through pages is not one user's work.
    private static final String LANE = "";

    private final RegistrationSearch search;
    private final OfflineStore store;
    private final StanzaReader reader;
    private final Supplier<Journey> journeys;
    private final SessionTracker sessions;
    private final Belated belated;
    private final Lanes lanes;
    private final Scheduler scheduler;

    /**
     * @param search finds who has registrations
     * @param store what is stored
     * @param reader reads messages
     * @param journeys a new journey for what came out of the store
     * @param sessions the sessions of users with devices
     * @param belated decides
     * @param lanes where it is done
     * @param scheduler time
     */
    public StoredMeanwhile(RegistrationSearch search, OfflineStore store, StanzaReader reader, Supplier<Journey> journeys,
                           SessionTracker sessions, Belated belated, Lanes lanes, Scheduler scheduler) {
        this.search = Objects.requireNonNull(search);
        this.store = Objects.requireNonNull(store);
        this.reader = Objects.requireNonNull(reader);
        this.journeys = Objects.requireNonNull(journeys);
        this.sessions = Objects.requireNonNull(sessions);
        this.belated = Objects.requireNonNull(belated);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
    }

    /**
     * Begins. Returns at once.
     *
     * @param gap when no plugin ran
     */
    public void begin(Downtime.Gap gap) {
        LOG.debug("Looking for messages that were stored from {} to {}", gap.from(), gap.until());
        soon(LANE, () -> page(gap, null, Set.of(), 0));
    }

    private void page(Downtime.Gap gap, @Nullable String cursor, Set<String> done, int failures) {
        Page page;
        Set<String> waiting;
        try {
            page = search.find(new Query("", "", false, Sort.USER, false, cursor, PAGE));
            Set<String> usernames = new HashSet<>();
            page.rows().forEach(row -> usernames.add(row.registration().username()));
            // One user's registrations may be on two pages.
            usernames.removeAll(done);
            waiting = usernames.isEmpty() ? Set.of() : store.waitingSince(usernames, gap);
        } catch (StoreException e) {
            if (failures + 1 < ATTEMPTS) {
                LOG.debug("What was stored while no plugin ran cannot be looked for at present", e);
                scheduler.after(AGAIN, () -> soon(LANE, () -> page(gap, cursor, done, failures + 1)));
            } else {
                LOG.warn("What was stored while no plugin ran cannot be looked for, and wakes nobody: {}", e.getMessage());
            }
            return;
        }
        waiting.forEach(username -> soon(username, () -> user(username, gap, 0)));
        if (page.next() != null) {
            long devices = page.rows().stream().filter(row -> waiting.contains(row.registration().username())).count();
            Duration pause = BETWEEN_PAGES.plus(Duration.ofMinutes(1).multipliedBy(devices).dividedBy(DEVICES_A_MINUTE));
            Set<String> seen = page.rows().stream().map(row -> row.registration().username()).collect(Collectors.toSet());
            scheduler.after(pause, () -> soon(LANE, () -> page(gap, page.next(), seen, 0)));
        }
    }

    private void user(String username, Downtime.Gap gap, int failures) {
        List<OfflineStore.Stored> all = store.of(username);
        if (all.stream().noneMatch(each -> gap.contains(each.time()))) {
            // It was fetched by now.
            return;
        }
        List<Binding> present = sessions.sessions(username);
        Predicate<Registration> there = registration -> sessions.attends(registration, present);
        List<Occasion> news = new ArrayList<>();
        List<Occasion> others = new ArrayList<>();
        int unseen = 0;
        for (int i = 0; i < all.size(); i++) {
            OfflineStore.Stored stored = all.get(i);
            Stanza read = reader.read(stored.message());
            Stanza stanza = gap.perhapsHeard(stored.time()) ? perhapsPushed(read, stored.time()) : read;
            if (!stanza.reason() || stanza.noStore()) {
                continue;
            }
            if (i < all.size() - LOOKED_AT) {
                unseen += stanza.important() ? 1 : 0;
                continue;
            }
            (gap.contains(stored.time()) ? news : others).add(new Occasion(Trigger.OFFLINE, username,
                new Travelling(stanza, journeys.get(), stored.time()), Occasion.ALL, there, Occasion.NONE, 0));
        }
        try {
            belated.due(username, news, others, unseen);
        } catch (StoreException e) {
            if (failures + 1 < ATTEMPTS) {
                scheduler.after(AGAIN, () -> soon(username, () -> user(username, gap, failures + 1)));
            } else {
                LOG.warn("What was stored for user {} while no plugin ran wakes nobody: {}", username, e.getMessage());
            }
        }
    }

    /**
     * What was stored in the last moment in which the plugin ran was perhaps pushed, at another time than it was stored: when it was handed
     * to a browser's tab, for example. So the store's time must not tell it from what was pushed: without that, its look does, as for
     * whatever is stored by a thread of its own. What was held up before it was stored says since when, and keeps that.
     */
    private static Stanza perhapsPushed(Stanza stanza, Instant stored) {
        Instant since = stanza.delayedSince();
        boolean ofStore = since != null && (since.equals(stored) || since.equals(stored.truncatedTo(ChronoUnit.SECONDS)));
        return ofStore ? stanza.withoutDelay() : stanza;
    }

    /** What has to be done is done late rather than never. */
    private void soon(String username, Runnable work) {
        if (!lanes.execute(username, work)) {
            scheduler.after(Duration.ofSeconds(1), () -> soon(username, work));
        }
    }
}
