package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/** A registration as a row of the table {@code ofCloudNotify}, and back. */
final class JdbcRow {

    /** All that {@link #read} needs. */
    static final String COLUMNS = "regID, username, service, boundResource, userAgent, creationDate, enabledDate, errorCount, goneCount,"
        + " disabledDate, lastError, lastPushDate, recentResources, node, options, wishes";

    private static final Logger LOG = LoggerFactory.getLogger(JdbcRow.class);

    // The large texts come last: Oracle wants no long text bound after them.
    private static final String INSERT = "INSERT INTO ofCloudNotify (enabledDate, boundResource, userAgent, recentResources, errorCount,"
        + " goneCount, disabledDate, lastError, regID, username, userOrder, service, serviceOrder, creationDate, node, options, wishes)"
        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    // Keeps creationDate and lastPushDate. What makes the key does not change.
    private static final String UPDATE = "UPDATE ofCloudNotify SET enabledDate = ?, boundResource = ?, userAgent = ?,"
        + " recentResources = ?, errorCount = ?, goneCount = ?, disabledDate = ?, lastError = ?, options = ?, wishes = ? WHERE regID = ?";
    private static final String UPDATE_HEALTH = "UPDATE ofCloudNotify SET errorCount = ?, goneCount = ?, disabledDate = ?,"
        + " lastError = ? WHERE regID = ? AND errorCount = ? AND goneCount = ?";

    private static final int MAX_USER_AGENT = 255;
    private static final int MAX_ERROR = 64;

    private JdbcRow() {
    }

    /**
     * @param row at a row with {@link #COLUMNS}
     * @return the registration; nothing where the row cannot be understood, so that one damaged row spoils no other
     * @throws SQLException if the database fails
     */
    static Optional<RegistrationSearch.Row> read(ResultSet row) throws SQLException {
        String id = row.getString("regID");
        String username = row.getString("username");
        String service = row.getString("service");
        // Oracle makes null of an empty text.
        String resource = Objects.requireNonNullElse(row.getString("boundResource"), "");
        String userAgent = row.getString("userAgent");
        String created = row.getString("creationDate");
        String enabled = row.getString("enabledDate");
        int errors = row.getInt("errorCount");
        int gone = row.getInt("goneCount");
        String disabled = row.getString("disabledDate");
        String lastError = row.getString("lastError");
        String lastPush = row.getString("lastPushDate");
        String recent = row.getString("recentResources");
        String node = row.getString("node");
        String options = row.getString("options");
        String wishes = row.getString("wishes");
        try {
            Health health = new Health(errors, gone, JdbcText.time(disabled), lastError);
            Registration registration = new Registration(new RegistrationKey(username, new JID(service), node),
                options == null ? null : JdbcOptions.read(options).orNull(), Wishes.read(wishes), resource, RecentResources.read(recent),
                userAgent, JdbcText.instant(created), JdbcText.instant(enabled), health);
            return Optional.of(new RegistrationSearch.Row(registration, JdbcText.time(lastPush)));
        } catch (IllegalArgumentException e) {
            LOG.warn("The row with regID " + id + " of the table ofCloudNotify is damaged and left out", e);
            return Optional.empty();
        }
    }

    /**
     * @param connection in a transaction
     * @param registration what to write over the row with the same key, whose time of creation stays
     * @return whether there was such a row
     * @throws SQLException if the database fails
     */
    static boolean update(Connection connection, Registration registration) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            bindChanging(statement, registration);
            setText(statement, 9, options(registration));
            setText(statement, 10, wishes(registration));
            statement.setString(11, registration.key().id());
            return statement.executeUpdate() > 0;
        }
    }

    /**
     * @param connection in a transaction
     * @param registration what to write
     * @throws SQLException if the database fails, or if there is a row with the same key
     */
    static void insert(Connection connection, Registration registration) throws SQLException {
        RegistrationKey key = registration.key();
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            bindChanging(statement, registration);
            statement.setString(9, key.id());
            statement.setString(10, key.username());
            statement.setString(11, JdbcText.order(key.username()));
            statement.setString(12, key.service().toString());
            statement.setString(13, JdbcText.order(key.destination().service().name()));
            statement.setString(14, JdbcText.millis(registration.created()));
            setText(statement, 15, key.node());
            setText(statement, 16, options(registration));
            setText(statement, 17, wishes(registration));
            statement.executeUpdate();
        }
    }

    /**
     * @param connection in a transaction
     * @param key which row
     * @param before what it says at present: where it counts otherwise, nothing is written
     * @param health what to write
     * @return whether it was written
     * @throws SQLException if the database fails
     */
    static boolean updateHealth(Connection connection, RegistrationKey key, Health before, Health health) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPDATE_HEALTH)) {
            bindHealth(statement, 1, health);
            statement.setString(5, key.id());
            statement.setInt(6, before.errors());
            statement.setInt(7, before.gone());
            return statement.executeUpdate() > 0;
        }
    }

    private static void bindChanging(PreparedStatement statement, Registration registration) throws SQLException {
        statement.setString(1, JdbcText.millis(registration.enabled()));
        setText(statement, 2, StringUtils.defaultIfEmpty(registration.resource(), null));
        // A piece of an id would identify somebody else.
        String userAgent = registration.userAgent();
        setText(statement, 3, userAgent == null || userAgent.length() > MAX_USER_AGENT ? null : userAgent);
        setText(statement, 4, registration.recent() == null ? null : registration.recent().text());
        bindHealth(statement, 5, registration.health());
    }

    private static void bindHealth(PreparedStatement statement, int first, Health health) throws SQLException {
        statement.setInt(first, health.errors());
        statement.setInt(first + 1, health.gone());
        setText(statement, first + 2, JdbcText.millis(health.disabledSince()));
        setText(statement, first + 3, StringUtils.truncate(health.lastError(), MAX_ERROR));
    }

    private static @Nullable String options(Registration registration) {
        return registration.options() == null ? null : JdbcOptions.write(registration.options());
    }

    private static @Nullable String wishes(Registration registration) {
        return registration.wishes() == null ? null : registration.wishes().stored();
    }

    private static void setText(PreparedStatement statement, int index, @Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, text);
        }
    }
}
