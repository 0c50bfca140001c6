package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;

/** Proxies for a connection and its statements that tell the {@link DatabaseSwitch} about each execution. */
final class WatchedConnection {

    private WatchedConnection() {
    }

    static Connection wrap(Connection connection) {
        return proxy(Connection.class, connection, (method, arguments, result) -> {
            String sql = arguments != null && arguments.length > 0 && arguments[0] instanceof String text ? text : "";
            if (result instanceof CallableStatement statement) {
                return statement(CallableStatement.class, statement, sql);
            }
            if (result instanceof PreparedStatement statement) {
                return statement(PreparedStatement.class, statement, sql);
            }
            if (result instanceof Statement statement) {
                return statement(Statement.class, statement, sql);
            }
            return result;
        });
    }

    private static <T> T statement(Class<T> type, T statement, String preparedSql) {
        InvocationHandler handler = (self, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                boolean ownSql = arguments != null && arguments.length > 0 && arguments[0] instanceof String;
                DatabaseSwitch.INSTANCE.beforeStatement(ownSql ? (String) arguments[0] : preparedSql);
            }
            return invoke(statement, method, arguments);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private interface After {
        Object apply(Method method, Object[] arguments, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, After after) {
        InvocationHandler handler = (self, method, arguments) -> after.apply(method, arguments, invoke(target, method, arguments));
        // The handler's own loader: java.sql's is the platform loader, which does not see this class, but the interface suffices.
        return type.cast(Proxy.newProxyInstance(WatchedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
