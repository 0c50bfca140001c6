package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps connections that were given back, as Openfire does, and takes back none that would surprise the next user. */
final class Pool implements ConnectionSource, AutoCloseable {

    private final ConnectionSource source;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    Pool(ConnectionSource source) {
        this.source = source;
    }

    @Override
    public Connection open() throws SQLException {
        Connection waiting = idle.poll();
        Connection connection = waiting == null ? source.open() : waiting;
        Class<?>[] types = {Connection.class};
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), types, (proxy, method, args) -> {
            if (method.getName().equals("close")) {
                giveBack(connection);
                return null;
            }
            try {
                return method.invoke(connection, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private void giveBack(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.close();
            throw new AssertionError("A connection was given back in the middle of a transaction");
        }
        idle.add(connection);
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : idle) {
            connection.close();
        }
    }
}
