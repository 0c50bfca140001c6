package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.key;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.QueuedLanes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Nobody inherits registrations, whatever stands in the way of removing them (behaviour §1). */
class DeparturesTest {

    private final FakeScheduler time = new FakeScheduler();
    private final FakeStore store = new FakeStore();
    private final QueuedLanes lanes = new QueuedLanes();
    private final Map<String, Instant> accounts = new HashMap<>();
    private final Registrations registrations = new Registrations(store, new Settings(new FakeProperties()), time.clock(), accounts::get,
        candidates -> Map.of(), 100);
    private final Departures departures = new Departures(registrations, accounts::get, lanes, time);

    @BeforeEach
    void annHasADevice() throws StoreException {
        accounts.put("ann", time.clock().instant());
        time.pass(Duration.ofSeconds(1));
        enable("n");
        time.pass(Duration.ofSeconds(1));
    }

    private void enable(String node) throws StoreException {
        registrations.enable(key("ann", node), null, null, "phone", null);
    }

    private List<String> nodes() throws StoreException {
        return store.load("ann").stream().map(each -> each.key().node()).toList();
    }

    /** The event comes first, then the account goes. */
    private void delete() {
        departures.deleted("ann");
        accounts.remove("ann");
    }

    @Test
    void theyGoAtOnce() throws StoreException {
        delete();
        assertEquals(List.of(), nodes());
        assertEquals(List.of(), registrations.of("ann"));
    }

    @Test
    void whatWasEnabledBetweenTheEventAndTheDeletionGoesToo() throws StoreException {
        departures.deleted("ann");
        enable("late");
        accounts.remove("ann");
        assertEquals(List.of("late"), nodes());
        time.pass(Departures.AFTERWARDS);
        assertEquals(List.of(), nodes());
    }

    @Test
    void aFullLaneIsTriedAgain() throws StoreException {
        lanes.full = true;
        delete();
        time.pass(Duration.ofMinutes(5));
        assertEquals(List.of("n"), nodes());
        lanes.full = false;
        time.pass(Duration.ofMinutes(10));
        assertEquals(List.of(), nodes());
    }

    @Test
    void aDatabaseThatIsDownIsTriedAgain() throws StoreException {
        store.down = true;
        delete();
        time.pass(Duration.ofMinutes(30));
        store.down = false;
        assertEquals(List.of("n"), nodes());
        time.pass(Duration.ofHours(2));
        assertEquals(List.of(), nodes());
    }

    @Test
    void anotherAccountOfTheNameKeepsWhatItEnabledItself() throws StoreException {
        store.down = true;
        delete();
        store.down = false;
        time.pass(Duration.ofSeconds(1));
        accounts.put("ann", time.clock().instant());
        departures.created("ann");
        assertEquals(List.of(), nodes());
        enable("new");
        time.pass(Duration.ofHours(3));
        assertEquals(List.of("new"), nodes());
    }

    @Test
    void aNewAccountInheritsNothingAlsoWhereNobodyKnowsItsAge() throws StoreException {
        accounts.put("ann", AccountAges.NOBODY_KNOWS);
        departures.created("ann");
        assertEquals(List.of(), nodes());
    }

    @Test
    void aDeletionThatFailedLeavesWhatIsEnabledAfterIt() throws StoreException {
        departures.deleted("ann");
        time.pass(Duration.ofSeconds(1));
        enable("again");
        time.pass(Duration.ofHours(1));
        assertEquals(List.of("again"), nodes());
    }

    @Nested
    class Sweep {

        private final RegistrationSearch search = new RegistrationSearch() {
            @Override
            public Page find(Query query) throws StoreException {
                List<Row> rows = store.all().stream().map(each -> new Row(each, null)).toList();
                int from = query.cursor() == null ? 0 : Integer.parseInt(query.cursor());
                int to = Math.min(rows.size(), from + query.size());
                return new Page(rows.subList(from, to), to < rows.size() ? "" + to : null, null);
            }

            @Override
            public java.util.Optional<Row> byId(String id) {
                throw new AssertionError();
            }

            @Override
            public java.util.Map<PushService, Long> services() {
                throw new AssertionError();
            }

            @Override
            public java.util.Set<PushService> serviceNames() {
                throw new AssertionError();
            }

            @Override
            public Totals totals() {
                throw new AssertionError();
            }

            @Override
            public States states(Obstacles obstacles) {
                throw new UnsupportedOperationException();
            }

            @Override
            public long count(String service) {
                throw new AssertionError();
            }

            @Override
            public long count() {
                throw new AssertionError();
            }
        };

        @BeforeEach
        void othersStay() throws StoreException {
            new AccountSweep(search, registrations, accounts::get, lanes, time);
            for (int i = 0; i < 250; i++) {
                accounts.put("user" + i, time.clock().instant());
                registrations.enable(key("user" + i, "n"), null, null, "phone", null);
            }
        }

        @Test
        void whoIsMissingOnTwoDaysIsRemovedAndNobodyElse() throws StoreException {
            accounts.remove("ann");
            time.pass(Duration.ofHours(23));
            assertEquals(251, store.all().size(), "one look is not enough");
            time.pass(AccountSweep.PERIOD);
            assertEquals(250, store.all().size());
            assertEquals(List.of(), nodes());
        }

        @Test
        void whoIsThereAgainIsNotRemoved() throws StoreException {
            Instant made = accounts.remove("ann");
            time.pass(Duration.ofHours(23));
            accounts.put("ann", made);
            time.pass(AccountSweep.PERIOD.multipliedBy(3));
            assertEquals(List.of("n"), nodes());
        }

        @Test
        void aSourceThatFindsNobodyIsTakenForDown() {
            accounts.clear();
            time.pass(AccountSweep.PERIOD.multipliedBy(5));
            assertEquals(251, store.all().size());
        }
    }
}
