package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.NOON;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.key;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.OtherPluginImport.Result;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover.Outlook;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover.Progress;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover.Stage;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What is taken over from the other push plugin, on any database. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ImportContract {

    private static final Instant NOW = NOON.plusSeconds(86_400);
    private static final String SERVICE = Samples.SERVICE.toString();

    private final TestDatabase database;
    private final RegistrationStore store;
    private final Set<String> changed = new TreeSet<>();

    ImportContract(TestDatabase database) {
        this.database = database;
        this.store = new JdbcRegistrationStore(database);
    }

    @BeforeAll
    void create() throws SQLException {
        database.create();
    }

    @BeforeEach
    void otherPlugin() throws SQLException {
        changed.clear();
        database.clear();
        database.drop("ofPushNotiService");
        String text = database.type().equals("hsqldb") ? "LONGVARCHAR" : "TEXT";
        database.execute("CREATE TABLE ofPushNotiService (username VARCHAR(64) NOT NULL, service VARCHAR(1024) NOT NULL,"
            + " node VARCHAR(1024) NOT NULL, options " + text + ")");
    }

    private void other(String username, String service, String node, String options) throws SQLException {
        try (Connection connection = database.open(); PreparedStatement statement = connection.prepareStatement(
            "INSERT INTO ofPushNotiService (username, service, node, options) VALUES (?, ?, ?, ?)")) {
            statement.setString(1, username);
            statement.setString(2, service);
            statement.setString(3, node);
            statement.setString(4, options);
            statement.executeUpdate();
        }
    }

    private Result run(ConnectionSource connections, Predicate<RegistrationKey> wanted) throws StoreException {
        OtherPluginImport takeover = new OtherPluginImport(connections, store, wanted, changed::add, Clock.fixed(NOW, ZoneOffset.UTC));
        List<String> usernames = takeover.usernames();
        Result result = new Result(usernames != null, 0, 0, 0);
        for (String username : usernames == null ? List.<String>of() : usernames) {
            result = takeover.takeOver(username, result);
        }
        return result;
    }

    private Result run() throws StoreException {
        return run(database, key -> true);
    }

    private static Registration imported(String username, String node, PublishOptions options) {
        return new Registration(key(username, node), options, "", null, NOW, NOW, Health.GOOD);
    }

    @Test
    void whatClientsEnabledIsTakenOver() throws Exception {
        other("ann", SERVICE, "n1", options("s1", "s2").toForm().asXML());
        other("ann", SERVICE, "n2", null);
        other("bob", SERVICE, "n1", "");
        assertEquals(new Result(true, 3, 0, 0), run());
        assertEquals(Set.of(imported("ann", "n1", options("s1", "s2")), imported("ann", "n2", null)), Set.copyOf(store.load("ann")));
        assertEquals(List.of(imported("bob", "n1", null)), store.load("bob"));
        assertEquals(Set.of("ann", "bob"), changed);
    }

    @Test
    void othersHaveTheirTurnBetweenTwoUsersAndAFullLaneIsTriedAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            other("user" + i, SERVICE, "n", null);
        }
        List<String> done = new ArrayList<>();
        Deque<Runnable> lane = new ArrayDeque<>();
        boolean[] full = new boolean[1];
        FakeScheduler time = new FakeScheduler();
        FakeProperties properties = new FakeProperties();
        OtherPluginImport takeover = new OtherPluginImport(database, store, key -> true, done::add, Clock.fixed(NOW, ZoneOffset.UTC));
        try (ImportRequest request = new ImportRequest(new Settings(properties), properties, takeover, (user, work) -> !full[0]
            && lane.add(work), time::after)) {
            properties.set("cloudnotify.import", "true");
            properties.set("cloudnotify.import", "true");
            for (int turn = 0; !lane.isEmpty(); turn++) {
                assertEquals(1, lane.size(), "no more than one piece of it waits");
                lane.add(() -> done.add("another"));
                full[0] = turn == 1;
                lane.poll().run();
                full[0] = false;
                lane.poll().run();
                time.pass(Duration.ofSeconds(1));
            }
            assertEquals(List.of("another", "user", "another", "user", "another", "user", "another"),
                done.stream().map(each -> each.replaceAll("[0-9]", "")).toList());
            assertEquals("false", properties.get("cloudnotify.import"));
            properties.set("cloudnotify.import", "true");
            assertEquals(1, lane.size(), "it can be asked for again");
        }
    }

    @Test
    void saysWhatThereIs() throws Exception {
        OtherPluginImport takeover = new OtherPluginImport(database, store, key -> true, changed::add, Clock.fixed(NOW, ZoneOffset.UTC));
        assertEquals(new Outlook(0, Map.of()), takeover.outlook());
        other("ann", SERVICE, "n1", null);
        other("ann", SERVICE, "n2", null);
        other("bob", "other.example.org", "n1", null);
        assertEquals(new Outlook(2, Map.of(SERVICE, 2L, "other.example.org", 1L)), takeover.outlook());
        assertEquals(3, takeover.outlook().registrations());
        database.drop("ofPushNotiService");
        assertNull(takeover.outlook());
    }

    @Test
    void saysHowFarItIsAndStopsBetweenTwoUsers() throws Exception {
        for (int i = 0; i < 3; i++) {
            other("user" + i, SERVICE, "n", null);
        }
        Deque<Runnable> lane = new ArrayDeque<>();
        FakeProperties properties = new FakeProperties();
        OtherPluginImport takeover = new OtherPluginImport(database, store, key -> true, changed::add, Clock.fixed(NOW, ZoneOffset.UTC));
        try (ImportRequest request = new ImportRequest(new Settings(properties), properties, takeover, (user, work) -> lane.add(work),
            new FakeScheduler()::after)) {
            assertEquals(Stage.NOT_YET, request.progress().stage());
            request.begin();
            request.begin();
            assertEquals(1, lane.size(), "once");
            lane.poll().run();
            lane.poll().run();
            assertEquals(new Progress(Stage.RUNNING, 3, 1, new Result(true, 1, 0, 0)), request.progress());
            request.stop();
            lane.poll().run();
            assertEquals(new Progress(Stage.STOPPED, 3, 2, new Result(true, 2, 0, 0)), request.progress());
            assertTrue(lane.isEmpty());
            assertEquals(2, changed.size());
            request.begin();
            while (!lane.isEmpty()) {
                lane.poll().run();
            }
            assertEquals(new Progress(Stage.DONE, 3, 3, new Result(true, 1, 2, 0)), request.progress());
            assertEquals("false", properties.get("cloudnotify.import"));
        }
    }

    @Test
    void aSecondTimeThereIsNothingLeftToDo() throws Exception {
        other("ann", SERVICE, "n1", null);
        run();
        changed.clear();
        assertEquals(new Result(true, 0, 1, 0), run());
        assertEquals(1, store.load("ann").size());
        assertEquals(Set.of(), changed);
    }

    @Test
    void whatIsHereStaysAndIsTakenForYounger() throws Exception {
        Registration here = Samples.of(key("ann", "n1"), options("here"), new Health(2, 0, null, "forbidden"));
        store.save(here, List.of());
        other("ann", SERVICE, "n1", options("there").toForm().asXML());
        other("ann", SERVICE, "n2", null);
        assertEquals(new Result(true, 1, 1, 0), run());
        assertEquals(List.of("n2", "n1"), store.load("ann").stream().map(one -> one.key().node()).toList());
        assertEquals(here, store.load("ann").get(1));
    }

    @Test
    void severalRowsForOneMakeOne() throws Exception {
        for (int i = 0; i < 3; i++) {
            other("ann", SERVICE, "n1", options("same").toForm().asXML());
        }
        assertEquals(new Result(true, 1, 2, 0), run());
        assertEquals(List.of(imported("ann", "n1", options("same"))), store.load("ann"));
    }

    @Test
    void whatCannotBeUnderstoodIsCounted() throws Exception {
        List<String> bad = List.of("garbage", "<x", "<x xmlns='jabber:x:data'/>", "<x xmlns='jabber:x:data' type='cancel'/>", "&#0;",
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + options("&e;").toForm().asXML().replace("&amp;e;", "&e;"),
            "<a>".repeat(10_000), "<a>".repeat(9000) + "</a>".repeat(9000));
        for (String options : bad) {
            other("ann", SERVICE, "n", options);
        }
        other("ann", "@not a jid", "n", null);
        other("ann", "", "n", null);
        other("ann", SERVICE, "\u0001", null);
        other("ann", SERVICE, "good", null);
        assertEquals(new Result(true, 1, 0, bad.size() + 3), run());
        assertEquals(List.of(imported("ann", "good", null)), store.load("ann"));
    }

    @Test
    void whatIsNotWantedIsSkipped() throws Exception {
        other("ann", SERVICE, "n", null);
        other("deleted", SERVICE, "n", null);
        assertEquals(new Result(true, 1, 0, 1), run(database, key -> key.username().equals("ann")));
        assertEquals(List.of(), store.load("deleted"));
    }

    @Test
    void usersWithLikeNamesKeepTheirOwn() throws Exception {
        for (String username : List.of("jose", "jos\u00e9")) {
            other(username, SERVICE, username, null);
        }
        assertEquals(new Result(true, 2, 0, 0), run());
        for (String username : List.of("jose", "jos\u00e9")) {
            assertEquals(List.of(imported(username, username, null)), store.load(username));
        }
    }

    @Test
    void hundredsOfUsers() throws Exception {
        List<String> usernames = new ArrayList<>();
        try (Connection connection = database.open(); PreparedStatement statement = connection.prepareStatement(
            "INSERT INTO ofPushNotiService (username, service, node) VALUES (?, '" + SERVICE + "', ?)")) {
            for (int i = 0; i < 300; i++) {
                usernames.add("user" + i);
                for (String node : List.of("n1", "n2")) {
                    statement.setString(1, usernames.get(i));
                    statement.setString(2, node);
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
        assertEquals(new Result(true, 600, 0, 0), run());
        assertEquals(Set.copyOf(usernames), changed);
        assertEquals(600, new JdbcRegistrationSearch(database).count());
    }

    @Test
    void noTableIsNoFailure() throws Exception {
        database.drop("ofPushNotiService");
        assertEquals(new Result(false, 0, 0, 0), run());
    }

    @Test
    void aDatabaseThatGoesAwayIsOne() throws Exception {
        other("ann", SERVICE, "n", null);
        for (int calls = 0; calls < 4; calls++) {
            FailingConnections connections = new FailingConnections(database, calls, new SQLException("injected", "08006"));
            assertThrows(StoreException.class, () -> run(connections, key -> true));
            assertEquals(0, connections.stillOpen());
        }
        assertTrue(store.load("ann").isEmpty());
    }
}
