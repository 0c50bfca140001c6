package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.NOON;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.disabled;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.key;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.options;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a database that fails leaves behind, on any database. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class FaultsContract {

    private final TestDatabase database;
    private final RegistrationStore healthy;

    FaultsContract(TestDatabase database) {
        this.database = database;
        this.healthy = new JdbcRegistrationStore(database);
    }

    /** A call to the store that changes something. */
    private record Change(String name, Call call) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Call {
        void on(RegistrationStore store) throws StoreException;
    }

    @BeforeAll
    void create() throws SQLException {
        database.create();
    }

    @BeforeEach
    void fill() throws Exception {
        database.clear();
        for (String node : List.of("1", "2")) {
            healthy.save(plain("ann", node), List.of());
            healthy.save(disabled("bob", node, NOON), List.of());
        }
    }

    private List<RegistrationSearch.Row> rows() throws StoreException {
        return new JdbcRegistrationSearch(database).find(new Query("", "", false, Sort.USER, false, null, 100)).rows();
    }

    static Stream<Change> changes() {
        List<RegistrationKey> bobs = List.of(key("bob", "1"), key("bob", "2"));
        Instant later = NOON.plusSeconds(1);
        return Stream.of(
            new Change("insert", store -> store.save(plain("ann", "3"), List.of())),
            new Change("insert and evict", store -> store.save(plain("ann", "3"), List.of(key("ann", "1"), key("ann", "2")))),
            new Change("replace and evict", store ->
                store.save(Samples.of(key("ann", "1"), options("x"), Health.GOOD), List.of(key("ann", "2")))),
            new Change("health", store -> store.saveHealth(key("ann", "1"), Health.GOOD, new Health(1, 0, null, "gone"))),
            new Change("delete", store -> store.delete(bobs)),
            new Change("delete disabled", store -> store.deleteDisabled(bobs, later)),
            new Change("delete user", store -> store.deleteUser("bob")),
            new Change("pushed", store -> store.savePushed(Map.of(key("ann", "1"), NOON, key("ann", "2"), NOON))));
    }

    /** Lets the first call to the database fail, then the second, and so on until the change comes through. */
    @ParameterizedTest
    @MethodSource("changes")
    void allOrNothing(Change change) throws Exception {
        List<RegistrationSearch.Row> before = rows();
        boolean through = false;
        int failures = 0;
        for (int calls = 0; !through; calls++) {
            FailingConnections connections = new FailingConnections(database, calls, new SQLException("injected", "08S01"));
            try {
                change.call().on(new JdbcRegistrationStore(connections));
                through = true;
            } catch (StoreException e) {
                failures++;
                assertEquals(before, rows(), "after " + calls + " calls");
            }
            assertEquals(0, connections.stillOpen(), "connections left open");
        }
        assertTrue(failures >= 3, "at least opening, a statement and the commit can fail");
        assertTrue(!rows().equals(before), "the change was made in the end");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aCollisionIsTriedAgain(Change change) throws Exception {
        change.call().on(healthy);
        List<RegistrationSearch.Row> expected = rows();
        for (String state : List.of("40001", "40P01", "23505", "61000")) {
            fill();
            FailingConnections connections = new FailingConnections(database, 3, new SQLException("injected", state)).once();
            change.call().on(new JdbcRegistrationStore(connections));
            assertEquals(expected, rows());
            assertEquals(0, connections.stillOpen());
        }
    }

    @Test
    void aCollisionWithoutEndIsAFailure() throws Exception {
        List<RegistrationSearch.Row> before = rows();
        FailingConnections connections = new FailingConnections(database, 3, new SQLException("injected", "40001"));
        assertThrows(StoreException.class, () -> new JdbcRegistrationStore(connections).save(plain("ann", "3"), List.of()));
        assertEquals(before, rows());
        assertEquals(0, connections.stillOpen());
    }

    @Test
    void aDriverThatThrowsAnythingElseLeavesNothingBehind() throws Exception {
        List<RegistrationSearch.Row> before = rows();
        FailingConnections connections = new FailingConnections(database, 5, new IllegalStateException("injected"));
        List<RegistrationKey> anns = List.of(key("ann", "1"), key("ann", "2"));
        assertThrows(IllegalStateException.class, () -> new JdbcRegistrationStore(connections).delete(anns));
        assertEquals(before, rows());
        assertEquals(0, connections.stillOpen());
    }

    @Test
    void everyCallSaysThatThereIsNoDatabase() {
        ConnectionSource none = () -> {
            throw new SQLException("injected");
        };
        RegistrationStore store = new JdbcRegistrationStore(none);
        RegistrationSearch search = new JdbcRegistrationSearch(none);
        changes().forEach(change -> assertThrows(StoreException.class, () -> change.call().on(store), change.name()));
        assertThrows(StoreException.class, () -> store.load("ann"));
        assertThrows(StoreException.class, () -> store.disabledBefore(NOON, null, 1));
        assertThrows(StoreException.class, () -> search.find(new Query("", "", false, Sort.USER, false, null, 1)));
        assertThrows(StoreException.class, () -> search.byId("0".repeat(64)));
        assertThrows(StoreException.class, search::count);
        assertTrue(store.problem().orElseThrow().contains("cannot be reached"));
    }

    @Test
    void aMissingTableIsAProblemThatTellsWhatToDo() throws Exception {
        assertTrue(healthy.problem().isEmpty());
        database.execute("ALTER TABLE ofCloudNotify DROP COLUMN lastPushDate");
        assertTrue(healthy.problem().orElseThrow().contains("ofCloudNotify"));
        database.drop("ofCloudNotify");
        assertTrue(healthy.problem().orElseThrow().contains("ofCloudNotify"));
        assertThrows(StoreException.class, () -> healthy.load("ann"));
        database.create();
        assertTrue(healthy.problem().isEmpty());
    }

    @Test
    void anInterruptedThreadStaysInterrupted() {
        FailingConnections connections = new FailingConnections(database, 3, new SQLException("injected", "40001"));
        Thread.currentThread().interrupt();
        assertThrows(StoreException.class, () -> new JdbcRegistrationStore(connections).deleteUser("ann"));
        assertTrue(Thread.interrupted());
    }
}
