package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.sql.Connection;
import java.sql.SQLException;
import org.jivesoftware.database.EmbeddedConnectionProvider;

/** Openfire's embedded database, seen through a {@link DatabaseSwitch} that counts statements and makes them fail. */
public final class ControlledConnectionProvider extends EmbeddedConnectionProvider {

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
