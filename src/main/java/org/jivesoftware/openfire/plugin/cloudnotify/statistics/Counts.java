package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures that are shown outside of the console. Thread-safe; may wait for the database, for which it asks at most once a minute, so
 * it is not for threads that route.
 */
public final class Counts {

    private static final Logger LOG = LoggerFactory.getLogger(Counts.class);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Figures figures;
    private final RegistrationSearch search;
    private final Scheduler scheduler;
    private long registrations = -1;
    private long nextCount;
    private boolean counted;

    /**
     * @param figures what is counted; not null
     * @param search counts the registrations; not null
     * @param scheduler tells the time; not null
     */
    public Counts(Figures figures, RegistrationSearch search, Scheduler scheduler) {
        this.figures = Objects.requireNonNull(figures);
        this.search = Objects.requireNonNull(search);
        this.scheduler = Objects.requireNonNull(scheduler);
    }

    /** @return pushes, errors and answer times now; never null */
    Figures.Snapshot snapshot() {
        return figures.snapshot();
    }

    /** @return the last complete minute, which is the same however often it is asked for; never null */
    Figures.Minute lastMinute() {
        var hour = figures.snapshot().lastHour();
        return hour.get(hour.size() - 2);
    }

    /** @return the number of registrations, not older than a minute unless the database fails; empty where it never answered */
    synchronized OptionalLong registrations() {
        long now = scheduler.nanos();
        if (!counted || now - nextCount >= 0) {
            counted = true;
            nextCount = now + FRESH.toNanos();
            try {
                registrations = search.count();
            } catch (StoreException e) {
                LOG.debug("The registrations could not be counted", e);
            }
        }
        return registrations < 0 ? OptionalLong.empty() : OptionalLong.of(registrations);
    }
}
