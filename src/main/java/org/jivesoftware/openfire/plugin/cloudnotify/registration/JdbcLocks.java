package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which accounts with devices may be locked: Openfire tells of one account at a time, so its own table is read. Where another provider
 * keeps locks elsewhere, nothing is found. Blocks; thread-safe.
 */
public final class JdbcLocks {

    /** So many locked accounts are looked at. */
    static final int MOST = 5_000;
    private static final int AT_ONCE = 500;
    private static final String LOCKED = "SELECT username FROM ofUserFlag WHERE name = 'lockout'";

    private final JdbcTransactions database;

    /** @param connections leads to Openfire's database */
    public JdbcLocks(ConnectionSource connections) {
        this.database = new JdbcTransactions(connections);
    }

    /**
     * @param most how many at most
     * @return the local parts of accounts with devices and a lock, which need not have begun, and may be over
     * @throws StoreException if the database fails
     */
    public List<String> withDevices(int most) throws StoreException {
        return database.read("Looking for locked accounts", connection -> {
            List<String> names = names(connection);
            List<String> found = new ArrayList<>();
            for (int i = 0; i < names.size() && found.size() < most; i += AT_ONCE) {
                List<String> some = names.subList(i, Math.min(names.size(), i + AT_ONCE));
                Set<String> orders = orders(connection, some);
                some.stream().filter(name -> orders.contains(JdbcText.order(name))).limit(most - found.size()).forEach(found::add);
            }
            return found;
        });
    }

    private static List<String> names(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCKED)) {
            statement.setMaxRows(MOST);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (names.size() < MOST && rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    private static Set<String> orders(Connection connection, List<String> names) throws SQLException {
        String marks = names.stream().map(name -> "?").collect(Collectors.joining(", "));
        try (PreparedStatement statement = connection.prepareStatement("SELECT DISTINCT userOrder FROM ofCloudNotify WHERE userOrder IN ("
            + marks + ")")) {
            for (int i = 0; i < names.size(); i++) {
                statement.setString(i + 1, JdbcText.order(names.get(i)));
            }
            try (ResultSet rows = statement.executeQuery()) {
                Set<String> orders = new HashSet<>();
                while (rows.next()) {
                    orders.add(rows.getString(1).strip());
                }
                return orders;
            }
        }
    }
}
