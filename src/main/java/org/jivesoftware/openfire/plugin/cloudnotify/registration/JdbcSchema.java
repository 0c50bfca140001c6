package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Openfire's note of which version the plugin's tables have. Where it is lost, as after a database was moved without it, Openfire tries to
 * make the tables at each start, fails, and would not upgrade them either.
 */
public final class JdbcSchema {

    /** As plugin.xml says. */
    static final int VERSION = 2;

    private static final Logger LOG = LoggerFactory.getLogger(JdbcSchema.class);
    private static final String NAME = "cloudnotify";
    private static final String FIND = "SELECT version FROM ofVersion WHERE name = ?";
    private static final String INSERT = "INSERT INTO ofVersion (name, version) VALUES (?, ?)";
    /** Those that came with this version. */
    private static final List<String> TABLES = List.of("ofCloudNotifyWaiting", "ofCloudNotifyPushed", "ofCloudNotifyRoom");

    private final JdbcTransactions database;

    /** @param connections leads to Openfire's database */
    public JdbcSchema(ConnectionSource connections) {
        this.database = new JdbcTransactions(Objects.requireNonNull(connections));
    }

    /** Writes the note where there is none, though all tables are there; for when the table of registrations is as it should be. */
    public void mend() {
        try {
            if (!noted() && complete()) {
                database.write("Noting the version of the tables", connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                        statement.setString(1, NAME);
                        statement.setInt(2, VERSION);
                        return statement.executeUpdate();
                    }
                });
                LOG.info("The table ofVersion did not say that the tables of Cloud Notify have version {}; now it does", VERSION);
            }
        } catch (StoreException e) {
            LOG.debug("The version of the tables cannot be looked at", e);
        }
    }

    private boolean noted() throws StoreException {
        return database.read("Reading the version of the tables", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FIND)) {
                statement.setString(1, NAME);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next();
                }
            }
        });
    }

    private boolean complete() throws StoreException {
        for (String table : TABLES) {
            boolean there = database.read("Looking for " + table, connection -> exists(connection, table));
            if (!there) {
                return false;
            }
        }
        return true;
    }

    private static boolean exists(Connection connection, String table) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT userOrder FROM " + table + " WHERE userOrder = ''")) {
            statement.executeQuery().close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
