package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds registrations for the administrator, in pages that are as fast at a million rows as at ten. Blocks; thread-safe. */
public interface RegistrationSearch {

    /** What the pages are sorted by; equal ones are sorted by {@link RegistrationKey#id()}. */
    enum Sort {
        /** The user's local part. */
        USER,
        /** The address of the service. */
        SERVICE,
        /** When it was first enabled. */
        CREATED,
        /** The errors in a row. */
        ERRORS,
        /** When it was last pushed to; never comes before all times. */
        LAST_PUSH,
        /**
         * By what keeps a push from them first, as {@link States} counts them: those of locked accounts by user, those at services that
         * are not allowed by service, disabled ones by when they were, those that wait by service, those that got an error last by how
         * many in a row, those for which a push waits by user, then the others.
         */
        STATE
    }

    /**
     * What to look for.
     *
     * @param user the beginning of the user's local part, or empty for every user
     * @param service the beginning of the service's address, or empty for every service
     * @param disabledOnly whether only those are wanted that nothing keeps pushes from but that they are disabled
     * @param problemsOnly whether only those are wanted that anything keeps a push from, that got an error last, or for which one waits
     * @param sort the order
     * @param descending whether the order is turned round
     * @param cursor {@link Page#next()} or {@link Page#previous()} of another page, or null for the first page; one that does not
     *     fit is taken as null
     * @param size the number of rows of a page, at least 1
     * @param obstacles what keeps pushes from devices besides; only looked at where the order or what is wanted depends on it
     */
    record Query(String user, String service, boolean disabledOnly, boolean problemsOnly, Sort sort, boolean descending,
                 @Nullable String cursor, int size, Obstacles obstacles) {

        /** Checks. */
        public Query {
            Objects.requireNonNull(user);
            Objects.requireNonNull(service);
            Objects.requireNonNull(sort);
            Objects.requireNonNull(obstacles);
            if (size < 1) {
                throw new IllegalArgumentException("A page has at least one row");
            }
        }

        /**
         * Whether they fail or not.
         *
         * @param user as above
         * @param service as above
         * @param disabledOnly as above
         * @param sort as above
         * @param descending as above
         * @param cursor as above
         * @param size as above
         */
        public Query(String user, String service, boolean disabledOnly, Sort sort, boolean descending, @Nullable String cursor, int size) {
            this(user, service, disabledOnly, false, sort, descending, cursor, size, Obstacles.NONE);
        }
    }

    /**
     * One row of a page. When it was last pushed to is no part of the registration, since that changes with every push.
     *
     * @param registration not null
     * @param lastPush when it was last pushed to, as far as {@link RegistrationStore#savePushed} was told, or null for never
     */
    record Row(Registration registration, @Nullable Instant lastPush) {

        /** Checks. */
        public Row {
            Objects.requireNonNull(registration);
        }
    }

    /**
     * One page.
     *
     * @param rows its rows in order
     * @param next leads to the page after this one, or null where this is the last
     * @param previous leads to the page before this one, or null where this is the first
     */
    record Page(List<Row> rows, @Nullable String next, @Nullable String previous) {

        /** Copies the rows. */
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /**
     * @param query what to look for
     * @return the page
     * @throws StoreException if the database fails
     */
    Page find(Query query) throws StoreException;

    /**
     * @param id a {@link RegistrationKey#id()}
     * @return the registration with that id, if there is one
     * @throws StoreException if the database fails
     */
    Optional<Row> byId(String id) throws StoreException;

    /**
     * @return how many registrations there are for each service that has any
     * @throws StoreException if the database fails
     */
    Map<PushService, Long> services() throws StoreException;

    /**
     * @return each service that there are registrations for; much sooner than how many there are
     * @throws StoreException if the database fails
     */
    Set<PushService> serviceNames() throws StoreException;

    /**
     * How many there are.
     *
     * @param all all of them
     * @param disabled those that are disabled
     * @param failing those that are not, and got an error last
     */
    record Totals(long all, long disabled, long failing) {
    }

    /**
     * @return how many there are
     * @throws StoreException if the database fails
     */
    Totals totals() throws StoreException;

    /**
     * How many there are in each state, by what keeps a push from them first; the others are active, also where a push waits for them.
     *
     * @param all all of them
     * @param locked those of locked accounts
     * @param denied those at services that the settings do not allow
     * @param disabled those that are disabled
     * @param waiting those at services that do not work at present
     * @param failing those that got an error last
     */
    record States(long all, long locked, long denied, long disabled, long waiting, long failing) {

        /** @return those that nothing keeps a push from, and that got no error last; never below 0, whatever changes while it is counted */
        public long active() {
            return Math.max(0, all - locked - denied - disabled - waiting - failing);
        }
    }

    /**
     * @param obstacles what keeps pushes from devices besides
     * @return how many there are in each state
     * @throws StoreException if the database fails
     */
    States states(Obstacles obstacles) throws StoreException;

    /**
     * @param service the beginning of a service's address
     * @return the number of registrations at services that begin so
     * @throws StoreException if the database fails
     */
    long count(String service) throws StoreException;

    /**
     * @return the number of all registrations
     * @throws StoreException if the database fails
     */
    long count() throws StoreException;
}
