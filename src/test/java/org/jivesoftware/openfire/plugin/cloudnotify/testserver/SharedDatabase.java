package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Openfire's tables in a PostgreSQL database that several test servers use. */
final class SharedDatabase {

    private SharedDatabase() {
    }

    /** Elements of Openfire's configuration that lead to it; none where there is no such database. */
    static String configuration(String address) {
        return address == null ? "" : "<defaultProvider><driver>org.postgresql.Driver</driver><serverURL>"
                + address.replace("&", "&amp;") + "</serverURL><username>postgres</username><password>postgres</password>"
                + "<testSQL>SELECT 1</testSQL><testBeforeUse>false</testBeforeUse><testAfterUse>false</testAfterUse>"
                + "<minConnections>5</minConnections><maxConnections>25</maxConnections></defaultProvider>";
    }

    /**
     * Makes the tables, unless they are there, and writes properties.
     *
     * @param script Openfire's own
     */
    static void prepare(String address, String script, Map<String, String> properties) {
        try (Connection connection = DriverManager.getConnection(address); Statement statement = connection.createStatement()) {
            if (!exists(connection)) {
                for (String line : script.replaceAll("(?m)^--.*$", "").split(";\\s*\n")) {
                    if (!line.isBlank()) {
                        statement.execute(line);
                    }
                }
            }
            write(connection, properties);
        } catch (SQLException e) {
            throw new IllegalStateException("The shared database could not be prepared", e);
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "ofversion", null)) {
            return tables.next();
        }
    }

    private static void write(Connection connection, Map<String, String> properties) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO ofProperty (name, propValue) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET propValue = EXCLUDED.propValue")) {
            for (Map.Entry<String, String> property : properties.entrySet()) {
                statement.setString(1, property.getKey());
                statement.setString(2, property.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
