package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.DatabaseCommands;

/** The database by way of {@link DbConnectionManager}, past the faults that the tests set. */
final class DatabaseControl implements DatabaseCommands {

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    @Override
    public List<Map<String, String>> query(String sql, Object... parameters) {
        return run(sql, parameters, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                var found = new ArrayList<Map<String, String>>();
                while (rows.next()) {
                    found.add(row(rows));
                }
                return found;
            }
        });
    }

    @Override
    public int update(String sql, Object... parameters) {
        return run(sql, parameters, PreparedStatement::executeUpdate);
    }

    @Override
    public void fail(Fault fault) {
        DatabaseSwitch.INSTANCE.change(fault, null);
    }

    @Override
    public void failStatementsWith(String sqlPart) {
        DatabaseSwitch.INSTANCE.change(null, sqlPart);
    }

    @Override
    public void recover() {
        DatabaseSwitch.INSTANCE.change(null, null);
        DatabaseSwitch.INSTANCE.delay(0);
    }

    @Override
    public void delayStatements(long millis) {
        DatabaseSwitch.INSTANCE.delay(millis);
    }

    @Override
    public void startCounting() {
        DatabaseSwitch.INSTANCE.count(true);
    }

    @Override
    public long count(String sqlPart) {
        String part = sqlPart.toLowerCase(Locale.ROOT);
        return statements().stream().filter(sql -> sql.toLowerCase(Locale.ROOT).contains(part)).count();
    }

    @Override
    public List<String> statements() {
        return DatabaseSwitch.INSTANCE.statements();
    }

    @Override
    public void stopCounting() {
        DatabaseSwitch.INSTANCE.count(false);
    }

    private static <T> T run(String sql, Object[] parameters, Work<T> work) {
        try {
            return DatabaseSwitch.INSTANCE.bypassing(() -> {
                try (var connection = DbConnectionManager.getConnection();
                        var statement = connection.prepareStatement(sql)) {
                    for (int i = 0; i < parameters.length; i++) {
                        statement.setObject(i + 1, parameters[i]);
                    }
                    return work.on(statement);
                }
            });
        } catch (Exception e) {
            throw new IllegalArgumentException(sql, e);
        }
    }

    private static Map<String, String> row(ResultSet rows) throws SQLException {
        var row = new LinkedHashMap<String, String>();
        var columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            Object value = rows.getObject(i);
            String text = value instanceof Clob clob ? clob.getSubString(1, (int) clob.length()) : value == null ? null : value.toString();
            row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), text);
        }
        return row;
    }
}
