package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a few rows from a given position on, in the order of one column and, among equals, of the id. Nothing before the position is
 * touched: the index that begins with the column leads there, however far in it is and however many rows have the same value.
 *
 * @param column the column to sort by, which has an index with regID as its second column
 * @param descending whether the order is turned round, ids included
 * @param filter conditions with question marks, each ending in " AND "; may be empty
 * @param arguments the values for the question marks
 */
record JdbcSlice(String column, boolean descending, String filter, List<String> arguments) {

    /**
     * A place in the order.
     *
     * @param value the value of the sorted column, a String or an Integer
     * @param id the regID
     */
    record Position(Object value, String id) {
    }

    /**
     * A row.
     *
     * @param position where it is
     * @param row what it says, or nothing if it is damaged
     */
    record Found(Position position, Optional<RegistrationSearch.Row> row) {
    }

    /**
     * @param connection to read with
     * @param after the position before the first row wanted, or null to begin at the beginning
     * @param limit how many rows at most
     * @return the rows, each once
     * @throws SQLException if the database fails
     */
    List<Found> read(Connection connection, Position after, int limit) throws SQLException {
        // A row that another transaction moves ahead between the two statements is seen by both, and counts once.
        Map<String, Found> found = new LinkedHashMap<>();
        String direction = descending ? " DESC" : "";
        String order = " ORDER BY " + column + direction + ", regID" + direction;
        if (after == null) {
            read(connection, "1 = 1" + order, List.of(), limit, found);
            return List.copyOf(found.values());
        }
        // Two statements, since databases do not find their way into the middle of equal values by one condition on both columns.
        String beyond = descending ? " < ?" : " > ?";
        read(connection, column + " = ? AND regID" + beyond + order, List.of(after.value(), after.id()), limit, found);
        if (found.size() < limit) {
            read(connection, column + beyond + order, List.of(after.value()), limit - found.size(), found);
        }
        return List.copyOf(found.values());
    }

    private void read(Connection connection, String condition, List<Object> values, int limit, Map<String, Found> found)
        throws SQLException {
        String sql = "SELECT " + JdbcRow.COLUMNS + ", " + column + " AS sorted FROM ofCloudNotify WHERE " + filter + condition
            + limitClause(connection, limit);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setMaxRows(limit);
            int index = 1;
            for (String argument : arguments) {
                statement.setString(index++, argument);
            }
            for (Object value : values) {
                if (value instanceof Integer number) {
                    statement.setInt(index++, number);
                } else {
                    statement.setString(index++, (String) value);
                }
            }
            try (ResultSet rows = statement.executeQuery()) {
                // Counted here as well, for drivers that do not know setMaxRows.
                for (int i = 0; i < limit && rows.next(); i++) {
                    Object value = rows.getObject("sorted") instanceof Number number ? (Object) number.intValue()
                        : rows.getString("sorted").trim();
                    String id = rows.getString("regID");
                    found.putIfAbsent(id, new Found(new Position(value, id), JdbcRow.read(rows)));
                }
            }
        }
    }

    /**
     * The drivers of MySQL and MariaDB tell the server what {@link PreparedStatement#setMaxRows} asks for. PostgreSQL's does not, and the
     * server, planning for all rows, reads and sorts the whole table. CockroachDB goes by that name, too. What other databases do has not
     * been seen, so they are not given what they may not understand.
     */
    private static String limitClause(Connection connection, int limit) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL") ? " LIMIT " + limit : "";
    }
}
