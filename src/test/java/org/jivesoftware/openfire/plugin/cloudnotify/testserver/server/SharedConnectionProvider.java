package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.sql.Connection;
import java.sql.SQLException;
import org.jivesoftware.database.DefaultConnectionProvider;

/** Openfire's pool of connections to a database server, seen through a {@link DatabaseSwitch}. */
public final class SharedConnectionProvider extends DefaultConnectionProvider {

    @Override
    public Connection getConnection() throws SQLException {
        if (DatabaseSwitch.INSTANCE.isBypassed()) {
            return super.getConnection();
        }
        DatabaseSwitch.INSTANCE.beforeConnection();
        Connection connection = super.getConnection();
        return DatabaseSwitch.INSTANCE.isWatching() ? WatchedConnection.wrap(connection) : connection;
    }
}
