package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps registrations in the table {@code ofCloudNotify} of Openfire's database. Plain SQL that every database takes that Openfire
 * does. Times are kept to the millisecond. Thread-safe.
 */
public final class JdbcRegistrationStore implements RegistrationStore {

    // userOrder finds the rows, and tells names apart that a collation takes for equal.
    private static final String OF_USER = " FROM ofCloudNotify WHERE userOrder = ? AND username = ?";
    private static final String LOAD = "SELECT " + JdbcRow.COLUMNS + OF_USER + " ORDER BY enabledDate, regID";
    private static final String DELETE_USER = "DELETE" + OF_USER;
    private static final String DELETE = "DELETE FROM ofCloudNotify WHERE regID = ?";
    private static final String DELETE_DISABLED = DELETE + " AND disabledDate < ?";
    // An older time does not replace a younger one, which another cluster node may have written.
    private static final String PUSHED = "UPDATE ofCloudNotify SET lastPushDate = ? WHERE regID = ?"
        + " AND (lastPushDate IS NULL OR lastPushDate < ?)";
    private static final String USED = PUSHED.replace("lastPushDate", "lastUsedDate");
    private static final String LAST_USED = "SELECT lastUsedDate FROM ofCloudNotify WHERE regID = ? AND lastUsedDate IS NOT NULL";
    // All columns there are, no row.
    private static final String LOOK = "SELECT " + JdbcRow.COLUMNS
        + ", userOrder, serviceOrder, lastUsedDate FROM ofCloudNotify WHERE regID = ''";

    private static final int BATCH = 500;

    private final ConnectionSource connections;
    private final JdbcTransactions database;

    /**
     * @param connections leads to Openfire's database
     */
    public JdbcRegistrationStore(ConnectionSource connections) {
        this.connections = connections;
        this.database = new JdbcTransactions(connections);
    }

    @Override
    public List<Registration> load(String username) throws StoreException {
        return database.read("Loading the registrations of " + username, connection -> {
            try (PreparedStatement statement = userStatement(connection, LOAD, username); ResultSet rows = statement.executeQuery()) {
                List<Registration> found = new ArrayList<>();
                while (rows.next()) {
                    JdbcRow.read(rows).map(RegistrationSearch.Row::registration).ifPresent(found::add);
                }
                return List.copyOf(found);
            }
        });
    }

    /** {@inheritDoc} The time of creation, and of the last push, of a registration that is there already stay as they are. */
    @Override
    public void save(Registration registration, List<RegistrationKey> evicted) throws StoreException {
        database.change("Saving a registration of " + registration.username(), connection -> {
            if (!JdbcRow.update(connection, registration)) {
                // Where another transaction inserts the same key meanwhile, this fails and everything is tried again.
                JdbcRow.insert(connection, registration);
            }
            deleteAll(connection, evicted);
        });
    }

    @Override
    public boolean saveHealth(RegistrationKey key, Health before, Health health) throws StoreException {
        return database.write("Saving the health of a registration of " + key.username(),
            connection -> JdbcRow.updateHealth(connection, key, before, health));
    }

    @Override
    public void delete(List<RegistrationKey> keys) throws StoreException {
        if (!keys.isEmpty()) {
            database.change("Deleting registrations", connection -> {
                deleteAll(connection, keys);
            });
        }
    }

    private static void deleteAll(Connection connection, List<RegistrationKey> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            for (String id : byId(keys).keySet()) {
                statement.setString(1, id);
                statement.executeUpdate();
            }
        }
    }

    /** Transactions that touch several rows do so in one order, so that no two wait for each other. */
    private static SortedMap<String, RegistrationKey> byId(Collection<RegistrationKey> keys) {
        SortedMap<String, RegistrationKey> sorted = new TreeMap<>();
        keys.forEach(key -> sorted.put(key.id(), key));
        return sorted;
    }

    @Override
    public void deleteUser(String username) throws StoreException {
        database.write("Deleting the registrations of " + username, connection -> {
            try (PreparedStatement statement = userStatement(connection, DELETE_USER, username)) {
                return statement.executeUpdate();
            }
        });
    }

    private static PreparedStatement userStatement(Connection connection, String sql, String username) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setString(1, JdbcText.order(username));
            statement.setString(2, username);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    @Override
    public void savePushed(Map<RegistrationKey, Instant> pushed) throws StoreException {
        saveTimes("Noting the last pushes", PUSHED, pushed);
    }

    @Override
    public void saveUsed(Map<RegistrationKey, Instant> used) throws StoreException {
        saveTimes("Noting the last uses", USED, used);
    }

    private void saveTimes(String what, String sql, Map<RegistrationKey, Instant> times) throws StoreException {
        if (times.isEmpty()) {
            return;
        }
        database.change(what, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int waiting = 0;
                for (Map.Entry<String, RegistrationKey> entry : byId(times.keySet()).entrySet()) {
                    String time = JdbcText.millis(times.get(entry.getValue()));
                    statement.setString(1, time);
                    statement.setString(2, entry.getKey());
                    statement.setString(3, time);
                    statement.addBatch();
                    if (++waiting % BATCH == 0) {
                        statement.executeBatch();
                    }
                }
                if (waiting % BATCH != 0) {
                    statement.executeBatch();
                }
            }
        });
    }

    @Override
    public Map<RegistrationKey, Instant> lastUsed(List<RegistrationKey> keys) throws StoreException {
        return database.read("Looking for the last uses", connection -> {
            Map<RegistrationKey, Instant> used = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(LAST_USED)) {
                for (RegistrationKey key : keys) {
                    statement.setString(1, key.id());
                    try (ResultSet rows = statement.executeQuery()) {
                        if (rows.next()) {
                            used.put(key, JdbcText.time(rows.getString(1)));
                        }
                    }
                }
            }
            return used;
        });
    }

    @Override
    public List<Registration> disabledBefore(Instant before, @Nullable Registration after, int limit) throws StoreException {
        JdbcFilter filter = new JdbcFilter();
        filter.below("disabledDate", JdbcText.digits(before));
        JdbcSlice slice = new JdbcSlice(new JdbcSlice.Section("disabledDate"), false, filter);
        return database.read("Looking for disabled registrations", connection -> {
            JdbcSlice.Position position = after == null ? null
                // It came from here, so it is disabled.
                : new JdbcSlice.Position(0, JdbcText.digits(Objects.requireNonNull(after.health().disabledSince())), after.key().id());
            while (true) {
                List<JdbcSlice.Found> found = slice.read(connection, position, limit);
                List<Registration> portion = found.stream().flatMap(one -> one.row().stream())
                    .map(RegistrationSearch.Row::registration).toList();
                // A portion of damaged rows only must not look like the end.
                if (!portion.isEmpty() || found.isEmpty()) {
                    return portion;
                }
                position = found.get(found.size() - 1).position();
            }
        });
    }

    @Override
    public List<RegistrationKey> deleteDisabled(List<RegistrationKey> keys, Instant before) throws StoreException {
        return database.write("Deleting disabled registrations", connection -> {
            List<RegistrationKey> deleted = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(DELETE_DISABLED)) {
                for (Map.Entry<String, RegistrationKey> entry : byId(keys).entrySet()) {
                    statement.setString(1, entry.getKey());
                    statement.setString(2, JdbcText.millis(before));
                    if (statement.executeUpdate() > 0) {
                        deleted.add(entry.getValue());
                    }
                }
            }
            return List.copyOf(deleted);
        });
    }

    @Override
    public Optional<String> problem() {
        try (Connection connection = connections.open()) {
            return missing(connection);
        } catch (SQLException e) {
            return Optional.of("Openfire's database cannot be reached, so no registration can be stored: " + e.getMessage());
        }
    }

    private static Optional<String> missing(Connection connection) {
        try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.executeQuery().close();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of("The table ofCloudNotify is missing from Openfire's database or is not as it should be, so no registration"
                + " can be stored. Run the script for your database from the plugin's database folder, as a database user who may create"
                + " tables, and reload the plugin. The database says: " + e.getMessage());
        }
    }
}
