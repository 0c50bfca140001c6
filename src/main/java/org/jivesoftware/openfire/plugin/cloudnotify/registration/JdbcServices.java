package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which services the rows of {@code ofCloudNotify} are for. There are few services and many rows: the index leads from one service to the
 * next, and each is counted by itself, so that no statement is at the whole table for seconds while others wait to write. Only where very
 * many services were found that way does the database go through all rows. Thread-safe.
 */
final class JdbcServices {

    /** Through all rows is the shorter way beyond. */
    static final int MOST = 1_000;

    private static final String FIRST = "SELECT MIN(serviceOrder) FROM ofCloudNotify";
    private static final String NEXT = FIRST + " WHERE serviceOrder > ?";
    private static final String COUNT = "SELECT COUNT(*) FROM ofCloudNotify WHERE serviceOrder = ?";
    private static final String SHARED = "SELECT service, COUNT(*) FROM ofCloudNotify WHERE serviceOrder = ? GROUP BY service";
    private static final String ALL = "SELECT service, COUNT(*), serviceOrder FROM ofCloudNotify GROUP BY service, serviceOrder";

    private final JdbcTransactions database;
    private final int most;

    JdbcServices(JdbcTransactions database, int most) {
        this.database = database;
        this.most = most;
    }

    /** @return each service that has registrations */
    Set<PushService> names() throws StoreException {
        return database.read("Looking for the services of registrations", connection -> {
            List<String> orders = orders(connection);
            if (orders == null) {
                return Set.copyOf(all(connection).keySet());
            }
            Map<PushService, Long> found = new HashMap<>();
            for (String order : orders) {
                String name = JdbcText.ordered(order);
                if (name != null) {
                    add(found, name, 0);
                } else {
                    shared(connection, order, found);
                }
            }
            return Set.copyOf(found.keySet());
        });
    }

    /** @return each service that has registrations, and how many */
    Map<PushService, Long> counts() throws StoreException {
        return database.read("Counting the registrations of each service", connection -> {
            List<String> orders = orders(connection);
            if (orders == null) {
                return all(connection);
            }
            Map<PushService, Long> found = new HashMap<>();
            for (String order : orders) {
                String name = JdbcText.ordered(order);
                if (name != null) {
                    add(found, name, count(connection, order));
                } else {
                    shared(connection, order, found);
                }
            }
            return found;
        });
    }

    /** @return what the services are sorted by, or null where there are very many */
    private @Nullable List<String> orders(Connection connection) throws SQLException {
        List<String> orders = new ArrayList<>();
        try (PreparedStatement first = connection.prepareStatement(FIRST);
             PreparedStatement next = connection.prepareStatement(NEXT)) {
            String order = order(first);
            while (order != null) {
                if (orders.size() == most) {
                    return null;
                }
                orders.add(order);
                next.setString(1, order);
                order = order(next);
            }
        }
        return orders;
    }

    private static @Nullable String order(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static long count(Connection connection, String order) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setString(1, order);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Names that are longer than what is sorted by may begin alike. */
    private static void shared(Connection connection, String order, Map<PushService, Long> found) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SHARED)) {
            statement.setString(1, order);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    add(found, rows.getString(1), rows.getLong(2));
                }
            }
        }
    }

    private static Map<PushService, Long> all(Connection connection) throws SQLException {
        Map<PushService, Long> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(ALL); ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String name = JdbcText.ordered(rows.getString(3));
                // Endpoints are sorted by their servers, all of which are registered at one address.
                add(found, name == null ? rows.getString(1) : name, rows.getLong(2));
            }
        }
        return found;
    }

    /** What is damaged in the table spoils nothing else: such rows are left out everywhere, and said to be damaged. */
    private static void add(Map<PushService, Long> found, @Nullable String name, long devices) {
        if (name == null) {
            return;
        }
        try {
            found.merge(PushService.of(name), devices, Long::sum);
        } catch (IllegalArgumentException e) {
            return;
        }
    }
}
