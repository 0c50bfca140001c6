package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.NOON;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.key;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.options;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A database that version 1.0.1 of the plugin made and filled, upgraded as Openfire does it, and used by 1.0.1 once more. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class UpgradeContract {

    private static final List<String> TABLES = List.of("ofCloudNotify", "ofCloudNotifyWaiting", "ofCloudNotifyPushed", "ofCloudNotifyRoom");
    /** What 1.0.1 says to the database, word for word. */
    private static final String OLD_INSERT = "INSERT INTO ofCloudNotify (enabledDate, boundResource, userAgent, errorCount, goneCount,"
        + " disabledDate, lastError, regID, username, userOrder, service, serviceOrder, creationDate, node, options)"
        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String OLD_UPDATE = "UPDATE ofCloudNotify SET enabledDate = ?, boundResource = ?, userAgent = ?, errorCount = ?,"
        + " goneCount = ?, disabledDate = ?, lastError = ?, options = ? WHERE regID = ?";
    private static final String OLD_LOAD = "SELECT regID, username, service, boundResource, userAgent, creationDate, enabledDate,"
        + " errorCount, goneCount, disabledDate, lastError, lastPushDate, node, options FROM ofCloudNotify WHERE userOrder = ?"
        + " AND username = ? ORDER BY enabledDate, regID";

    private final TestDatabase database;
    private final RegistrationStore store;

    UpgradeContract(TestDatabase database) {
        this.database = database;
        this.store = new JdbcRegistrationStore(database);
    }

    @BeforeEach
    void first() throws SQLException {
        database.create(Script.first(database.type()));
    }

    @AfterAll
    void present() throws SQLException {
        database.create();
    }

    private void insertAsBefore(Registration registration) throws SQLException {
        RegistrationKey key = registration.key();
        try (Connection connection = database.open(); PreparedStatement statement = connection.prepareStatement(OLD_INSERT)) {
            bind(statement, JdbcText.millis(registration.enabled()), registration.resource(), registration.userAgent(),
                registration.health().errors(), registration.health().gone(), JdbcText.millis(registration.health().disabledSince()),
                registration.health().lastError(), key.id(), key.username(), JdbcText.order(key.username()), key.service().toString(),
                JdbcText.order(key.service().toString()), JdbcText.millis(registration.created()), key.node(), write(registration));
            statement.executeUpdate();
        }
    }

    private static String write(Registration registration) {
        return registration.options() == null ? null : JdbcOptions.write(registration.options());
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (values[i] == null) {
                statement.setNull(i + 1, java.sql.Types.VARCHAR);
            } else {
                statement.setString(i + 1, (String) values[i]);
            }
        }
    }

    private Map<String, String> columns(String table) throws SQLException {
        Map<String, String> columns = new TreeMap<>();
        try (Connection connection = database.open(); PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + table);
             ResultSet rows = statement.executeQuery()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.put(rows.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT), rows.getMetaData().getColumnTypeName(i) + " "
                    + rows.getMetaData().getPrecision(i) + " " + rows.getMetaData().isNullable(i));
            }
        }
        return columns;
    }

    @Test
    void aLostNoteOfTheVersionIsWrittenAgainWhereAllTablesAreThere() throws Exception {
        JdbcSchema schema = new JdbcSchema(database);
        database.execute("DELETE FROM ofVersion WHERE name = 'cloudnotify'");
        schema.mend();
        assertEquals(0, noted(), "they are those of 1.0.1");
        first();
        schema.mend();
        assertEquals(1, noted());
        database.create();
        int present = noted();
        database.execute("DELETE FROM ofVersion WHERE name = 'cloudnotify'");
        schema.mend();
        assertEquals(present, noted());
        database.drop("ofVersion");
        schema.mend();
    }

    /** 0 where it is not noted. */
    private int noted() throws SQLException {
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement("SELECT version FROM ofVersion WHERE name = 'cloudnotify'");
             ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    @Test
    void whatTheOldVersionStoredIsReadAndWritten() throws Exception {
        Registration good = Samples.of(key("ann", "n"), options("secret"), Health.GOOD);
        Registration disabled = Samples.disabled("ann", "dead", NOON);
        insertAsBefore(good);
        insertAsBefore(disabled);
        assertTrue(store.problem().orElseThrow().contains("ofCloudNotify"), "before the upgrade the administrator is told");
        database.run(Script.upgrade(2, database.type()));
        assertTrue(store.problem().isEmpty());
        assertEquals(List.of(good, disabled).stream().map(Registration::key).sorted(java.util.Comparator.comparing(RegistrationKey::id))
            .toList(), store.load("ann").stream().map(Registration::key).toList());
        assertTrue(store.load("ann").containsAll(List.of(good, disabled)));
        Registration asking = Samples.asking("ann", "n", Samples.WISHES);
        store.save(asking, List.of());
        store.saveUsed(Map.of(asking.key(), NOON));
        assertTrue(store.load("ann").contains(asking));
        assertEquals(Map.of(asking.key(), NOON), store.lastUsed(List.of(asking.key(), disabled.key())));
    }

    @Test
    void anUpgradedDatabaseIsLikeANewOne() throws SQLException {
        database.run(Script.upgrade(2, database.type()));
        Map<String, Map<String, String>> upgraded = new TreeMap<>();
        for (String table : TABLES) {
            upgraded.put(table, columns(table));
        }
        assertEquals(2, version());
        database.create();
        assertEquals(2, version());
        for (String table : TABLES) {
            assertEquals(columns(table), upgraded.get(table), table);
        }
    }

    private int version() throws SQLException {
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement("SELECT version FROM ofVersion WHERE name = 'cloudnotify'");
             ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Whoever goes back to 1.0.1 finds the table in order: Openfire leaves a schema alone that is newer than what a plugin asks for. */
    @Test
    void theOldVersionWorksOnTheNewSchema() throws Exception {
        database.create();
        store.save(Samples.asking("ann", "new", Samples.WISHES), List.of());
        insertAsBefore(plain("ann", "old"));
        try (Connection connection = database.open(); PreparedStatement statement = connection.prepareStatement(OLD_UPDATE)) {
            bind(statement, JdbcText.millis(NOON.plusMillis(9)), "tablet", null, 3, 0, null, "forbidden", null, key("ann", "new").id());
            assertEquals(1, statement.executeUpdate());
        }
        try (Connection connection = database.open(); PreparedStatement statement = connection.prepareStatement(OLD_LOAD)) {
            bind(statement, JdbcText.order("ann"), "ann");
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertEquals("old", rows.getString("node"));
                assertTrue(rows.next());
                assertEquals("tablet", rows.getString("boundResource"));
            }
        }
        List<Registration> found = store.load("ann");
        assertEquals(plain("ann", "old"), found.get(0));
        assertEquals(new Registration(key("ann", "new"), null, Samples.WISHES, "tablet", null, null, NOON, NOON.plusMillis(9),
            new Health(3, 0, null, "forbidden")), found.get(1));
    }
}
