package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database of some kind, as an Openfire server has one.
 *
 * @param type the suffix of the scripts that Openfire runs on it
 * @param pool its connections
 */
record TestDatabase(String type, Pool pool) implements ConnectionSource, AutoCloseable {

    TestDatabase(String type, ConnectionSource source) {
        this(type, new Pool(source));
    }

    @Override
    public Connection open() throws SQLException {
        return pool.open();
    }

    @Override
    public void close() throws SQLException {
        pool.close();
    }

    /**
     * Leaves nothing but the version table and the plugin's own, made by the plugin's script.
     *
     * @throws SQLException if the database fails
     */
    void create() throws SQLException {
        create(Script.of(type));
    }

    /**
     * The same, made by another script.
     *
     * @param script which
     * @throws SQLException if the database fails
     */
    void create(Script script) throws SQLException {
        for (String table : new String[] {"ofCloudNotify", "ofCloudNotifyWaiting", "ofCloudNotifyPushed", "ofCloudNotifyRoom", "ofVersion",
            "ofPushNotiService"}) {
            drop(table);
        }
        execute("CREATE TABLE ofVersion (name VARCHAR(50) NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (name))");
        run(script);
    }

    /**
     * @param script what Openfire runs
     * @throws SQLException if the database fails
     */
    void run(Script script) throws SQLException {
        try (Connection connection = open()) {
            script.run(connection);
        }
    }

    /**
     * Removes all rows.
     *
     * @throws SQLException if the database fails
     */
    void clear() throws SQLException {
        execute("DELETE FROM ofCloudNotify");
    }

    /**
     * @param table to remove, if it is there
     * @throws SQLException if the database fails
     */
    void drop(String table) throws SQLException {
        execute("DROP TABLE IF EXISTS " + table);
    }

    /**
     * @param sql any statement
     * @throws SQLException if the database fails
     */
    void execute(String sql) throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
