package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;

/**
 * Connections that work for a number of calls and then fail, for good or once. Those calls count that reach a database: opening,
 * beginning, preparing, executing, committing. Rolling back works, as it does where the database lost the connection.
 */
final class FailingConnections implements ConnectionSource {

    private static final Set<String> COUNTED = Set.of("prepareStatement", "executeUpdate", "executeBatch", "executeQuery", "commit");

    private final ConnectionSource source;
    private final Exception failure;
    private int left;
    private boolean once;
    private int stillOpen;

    FailingConnections(ConnectionSource source, int calls, Exception failure) {
        this.source = source;
        this.left = calls;
        this.failure = failure;
    }

    FailingConnections once() {
        once = true;
        return this;
    }

    /** @return how many connections were opened and not closed */
    int stillOpen() {
        return stillOpen;
    }

    @Override
    public Connection open() throws SQLException {
        try {
            count();
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        stillOpen++;
        return proxy(Connection.class, source.open());
    }

    private void count() throws Exception {
        if (left > 0) {
            left--;
        } else {
            left = once ? Integer.MAX_VALUE : 0;
            throw failure;
        }
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type},
            (proxy, method, args) -> call(target, method, args)));
    }

    private Object call(Object target, Method method, Object[] args) throws Throwable {
        if (COUNTED.contains(method.getName()) || method.getName().equals("setAutoCommit") && args[0].equals(false)) {
            count();
        }
        if (method.getName().equals("close") && target instanceof Connection) {
            stillOpen--;
        }
        try {
            Object result = method.invoke(target, args);
            return result instanceof PreparedStatement statement ? proxy(PreparedStatement.class, statement) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
