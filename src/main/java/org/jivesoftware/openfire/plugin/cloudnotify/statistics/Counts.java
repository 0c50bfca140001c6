package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Counters;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceState;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Totals;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures that are shown outside of the console. Thread-safe; may wait for the database, for which it asks at most once a minute, so
 * it is not for threads that route.
 */
public final class Counts {

    private static final Logger LOG = LoggerFactory.getLogger(Counts.class);
    private static final Duration FRESH = Duration.ofMinutes(1);
    /** Which services there are changes rarely. */
    private static final Duration FRESH_SERVICES = Duration.ofMinutes(10);

    /**
     * The push services at one moment.
     *
     * @param working how many are allowed and work, as far as is known
     * @param down how many do not work
     * @param denied how many the settings do not allow
     * @param waiting how many registrations wait for their service
     * @param unanswered how many pushes are unanswered
     */
    public record Services(long working, long down, long denied, long waiting, long unanswered) {
    }

    /**
     * What is known of the surroundings.
     *
     * @param states the services that are busy or do not work
     * @param allowed whether the settings allow a service
     * @param version the plugin's
     * @param openfire the server's
     */
    public record Around(Supplier<List<ServiceState>> states, Predicate<PushService> allowed, String version, String openfire) {

        /** Checks. */
        public Around {
            Objects.requireNonNull(states);
            Objects.requireNonNull(allowed);
            Objects.requireNonNull(version);
            Objects.requireNonNull(openfire);
        }
    }

    private final Figures figures;
    private final Counters counters;
    private final RegistrationSearch search;
    private final Scheduler scheduler;
    private final Around around;
    private @Nullable Totals totals;
    private long nextCount;
    private boolean counted;
    private Set<PushService> services = Set.of();
    private long nextServices;
    private boolean servicesCounted;

    /**
     * @param figures what is counted
     * @param counters what is counted since the start
     * @param search counts the registrations
     * @param scheduler tells the time
     * @param around what is known of the surroundings
     */
    public Counts(Figures figures, Counters counters, RegistrationSearch search, Scheduler scheduler, Around around) {
        this.figures = Objects.requireNonNull(figures);
        this.counters = Objects.requireNonNull(counters);
        this.search = Objects.requireNonNull(search);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.around = Objects.requireNonNull(around);
    }

    /** @return pushes, errors and answer times now */
    Figures.Snapshot snapshot() {
        return figures.snapshot();
    }

    /** @return what was counted since the start */
    Counters counters() {
        return counters;
    }

    /** @return the last complete minute, which is the same however often it is asked for */
    Figures.Minute lastMinute() {
        var hour = figures.snapshot().lastHour();
        return hour.get(hour.size() - 2);
    }

    /** @return the number of registrations, not older than a minute unless the database fails; empty where it never answered */
    OptionalLong registrations() {
        return totals().map(known -> OptionalLong.of(known.all())).orElse(OptionalLong.empty());
    }

    /** @return the same, with how many of them have problems */
    synchronized Optional<Totals> totals() {
        long now = scheduler.nanos();
        if (!counted || now - nextCount >= 0) {
            counted = true;
            nextCount = now + FRESH.toNanos();
            try {
                totals = search.totals();
            } catch (StoreException e) {
                LOG.debug("The registrations could not be counted", e);
            }
        }
        return Optional.ofNullable(totals);
    }

    /** @return how the services are doing now */
    Services services() {
        List<ServiceState> states = around.states().get();
        long down = states.stream().filter(state -> !state.works()).count();
        Set<PushService> all = known();
        long denied = all.stream().filter(service -> !around.allowed().test(service)).count();
        return new Services(Math.max(0, all.size() - down - denied), down, denied, states.stream().mapToLong(ServiceState::waiting).sum(),
            states.stream().mapToLong(ServiceState::unanswered).sum());
    }

    private synchronized Set<PushService> known() {
        long now = scheduler.nanos();
        if (!servicesCounted || now - nextServices >= 0) {
            servicesCounted = true;
            nextServices = now + FRESH_SERVICES.toNanos();
            try {
                services = search.serviceNames();
            } catch (StoreException e) {
                LOG.debug("The services could not be counted", e);
            }
        }
        return services;
    }

    /** @return the plugin's version */
    String version() {
        return around.version();
    }

    /** @return the server's version */
    String openfire() {
        return around.openfire();
    }
}
