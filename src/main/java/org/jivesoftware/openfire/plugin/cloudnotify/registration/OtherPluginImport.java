package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * Takes over the registrations of Openfire's "Push Notification" plugin, whose table {@code ofPushNotiService} is only read. Can be
 * repeated, also after it failed half way: what is here already stays as it is. Reads and writes user by user, so that it neither fills
 * the memory nor keeps others waiting: see {@link ImportRequest}. Blocks; thread-safe.
 */
public final class OtherPluginImport {

    private static final String USERS = "SELECT DISTINCT username FROM ofPushNotiService";
    private static final String COUNT_USERS = "SELECT COUNT(DISTINCT username) FROM ofPushNotiService";
    private static final String SERVICES = "SELECT service, COUNT(*) AS devices FROM ofPushNotiService GROUP BY service";
    private static final String ROWS = "SELECT username, service, node, options FROM ofPushNotiService WHERE username = ?";

    private final JdbcTransactions database;
    private final RegistrationStore store;
    private final Predicate<RegistrationKey> wanted;
    private final Consumer<String> changed;
    private final Clock clock;

    /**
     * What came of it.
     *
     * @param tableFound whether the other plugin has a table in this database
     * @param imported how many registrations were taken over
     * @param alreadyThere how many rows named a registration that was here already, or that another row had named
     * @param skipped how many rows could not be understood or were not wanted
     */
    public record Result(boolean tableFound, int imported, int alreadyThere, int skipped) {

        private Result plus(int moreImported, int moreAlreadyThere, int moreSkipped) {
            return new Result(tableFound, imported + moreImported, alreadyThere + moreAlreadyThere, skipped + moreSkipped);
        }
    }

    /** A row of the other plugin's table. */
    private record Row(String username, String service, String node, String options) {
    }

    /**
     * @param connections leads to Openfire's database
     * @param store where to put them
     * @param wanted whether a registration may be taken over: that its user still exists, for one, since somebody else may get the name
     *     later
     * @param changed told the name of each user who got registrations, after they were stored
     * @param clock the time
     */
    public OtherPluginImport(ConnectionSource connections, RegistrationStore store, Predicate<RegistrationKey> wanted,
                             Consumer<String> changed, Clock clock) {
        this.database = new JdbcTransactions(connections);
        this.store = Objects.requireNonNull(store);
        this.wanted = Objects.requireNonNull(wanted);
        this.changed = Objects.requireNonNull(changed);
        this.clock = Objects.requireNonNull(clock);
    }

    /**
     * Takes over what one user has there.
     *
     * @param username as {@link #usernames} gave it
     * @param before what came of those before
     * @return what came of all so far
     * @throws StoreException if the database fails; then a part may have been taken over
     */
    Result takeOver(String username, Result before) throws StoreException {
        // Where the collation takes several names for equal, these are the rows of all of them.
        Map<String, List<Row>> rows = new HashMap<>();
        rows(username).forEach(row -> rows.computeIfAbsent(row.username(), name -> new ArrayList<>()).add(row));
        Result result = before;
        for (Map.Entry<String, List<Row>> one : rows.entrySet()) {
            result = importUser(one.getKey(), one.getValue(), result);
        }
        return result;
    }

    /**
     * @return who has registrations there, or null where there is no table
     * @throws StoreException if the database fails
     */
    @Nullable List<String> usernames() throws StoreException {
        return database.read("Looking for another plugin's registrations", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(USERS); ResultSet rows = statement.executeQuery()) {
                List<String> usernames = new ArrayList<>();
                while (rows.next()) {
                    usernames.add(rows.getString(1));
                }
                return Optional.of(usernames);
            } catch (SQLException e) {
                mayBeNoTable(e);
                return Optional.<List<String>>empty();
            }
        }).orElse(null);
    }

    /**
     * @return what there is, or null where there is no table
     * @throws StoreException if the database fails
     */
    Takeover.@Nullable Outlook outlook() throws StoreException {
        return database.read("Looking for another plugin's registrations", connection -> {
            try {
                return Optional.of(new Takeover.Outlook(countUsers(connection), countServices(connection)));
            } catch (SQLException e) {
                mayBeNoTable(e);
                return Optional.<Takeover.Outlook>empty();
            }
        }).orElse(null);
    }

    private static long countUsers(Connection connection) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT_USERS); ResultSet users = count.executeQuery()) {
            users.next();
            return users.getLong(1);
        }
    }

    private static Map<String, Long> countServices(Connection connection) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(SERVICES); ResultSet rows = count.executeQuery()) {
            Map<String, Long> services = new HashMap<>();
            while (rows.next()) {
                services.merge(String.valueOf(rows.getString("service")), rows.getLong("devices"), Long::sum);
            }
            return services;
        }
    }

    /** A table that is not there is no failure, a database that went away is. */
    private static void mayBeNoTable(SQLException e) throws SQLException {
        if (e.getSQLState() == null || e.getSQLState().startsWith("08")) {
            throw e;
        }
    }

    private List<Row> rows(String username) throws StoreException {
        return database.read("Reading another plugin's registrations of " + username, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
                statement.setString(1, username);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Row> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add(new Row(rows.getString("username"), rows.getString("service"), rows.getString("node"),
                            rows.getString("options")));
                    }
                    return found;
                }
            }
        });
    }

    private Result importUser(String username, List<Row> rows, Result before) throws StoreException {
        List<Registration> present = store.load(username);
        Instant now = clock.instant();
        // Nobody knows when they were used, so they give way before those that were enabled here.
        Instant enabled = present.isEmpty() ? now : present.get(0).enabled().minusMillis(1);
        Map<RegistrationKey, Registration> found = new LinkedHashMap<>();
        int skipped = 0;
        for (Row row : rows) {
            try {
                Registration registration = registration(row, now, enabled);
                // Of several rows for one key the last counts, as it does for the other plugin.
                found.put(registration.key(), registration);
            } catch (IllegalArgumentException e) {
                skipped++;
            }
        }
        int understood = rows.size() - skipped;
        present.forEach(registration -> found.remove(registration.key()));
        for (Registration registration : found.values()) {
            store.save(registration, List.of());
        }
        if (!found.isEmpty()) {
            changed.accept(username);
        }
        return before.plus(found.size(), understood - found.size(), skipped);
    }

    /** @throws IllegalArgumentException if it cannot be understood or is not wanted */
    private Registration registration(Row row, Instant now, Instant enabled) {
        if (row.service() == null || row.node() != null && !XmlText.isLegal(row.node())) {
            throw new IllegalArgumentException("No service, or a node that cannot be sent");
        }
        RegistrationKey key = new RegistrationKey(row.username(), new JID(row.service()), row.node());
        if (!wanted.test(key)) {
            throw new IllegalArgumentException("Not wanted");
        }
        PublishOptions options = row.options() == null || row.options().isBlank() ? null : JdbcOptions.read(row.options()).orNull();
        return new Registration(key, options, "", null, now, enabled, Health.GOOD);
    }
}
