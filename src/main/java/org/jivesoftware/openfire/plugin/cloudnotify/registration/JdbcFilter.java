package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which rows of {@code ofCloudNotify} are looked for. Not thread-safe. */
final class JdbcFilter {

    private final StringBuilder conditions = new StringBuilder();
    private final List<String> arguments = new ArrayList<>();
    private final Set<String> columns = new HashSet<>();

    /**
     * Only rows whose text begins like this.
     *
     * @param column the column that {@link JdbcText#order} was written to; not null
     * @param prefix the beginning; all rows where it is empty
     */
    void prefix(String column, String prefix) {
        if (!prefix.isEmpty()) {
            // A range instead of LIKE: no wildcards to escape, and every database uses its index for it.
            conditions.append(column).append(" >= ? AND ").append(column).append(" < ? AND ");
            arguments.add(JdbcText.order(prefix));
            arguments.add(JdbcText.orderAfter(prefix));
            columns.add(column);
        }
    }

    /** Only rows whose text comes before another one. */
    void below(String column, String end) {
        conditions.append(column).append(" < ? AND ");
        arguments.add(end);
        columns.add(column);
    }

    /** Only rows that have a value in a column. */
    void present(String column) {
        conditions.append(column).append(" IS NOT NULL AND ");
        columns.add(column);
    }

    /** Only rows that are disabled, have errors, or meet an obstacle. */
    void troubled(JdbcObstacles obstacles) {
        conditions.append("(errorCount > 0 OR disabledDate IS NOT NULL");
        columns.addAll(Set.of("errorCount", "disabledDate"));
        if (!obstacles.locked().isEmpty()) {
            conditions.append(" OR ").append(obstacles.isLocked());
            columns.add(JdbcObstacles.USER);
        }
        if (!obstacles.denied().isEmpty() || !obstacles.down().isEmpty()) {
            conditions.append(" OR ").append(obstacles.isDenied()).append(" OR ").append(obstacles.isDown());
            columns.add(JdbcObstacles.SERVICE);
        }
        conditions.append(") AND ");
    }

    /** Only rows of which a condition does not hold, if there is anything in it. By no index, as those that are enabled. */
    void without(List<String> any, String condition) {
        if (!any.isEmpty()) {
            conditions.append("NOT (").append(condition).append(") AND ");
        }
    }

    /** Only rows that are not disabled. By no index: nearly all are, and a database that took that way would sort them all. */
    void enabled() {
        conditions.append("COALESCE(disabledDate, '0') = '0' AND ");
    }

    /** @return conditions with question marks, each ending in " AND "; empty where all rows are looked for */
    String conditions() {
        return conditions.toString();
    }

    /** @return the values for the question marks */
    List<String> arguments() {
        return arguments;
    }

    /**
     * @param column a column
     * @return whether all that is asked for, if anything, is about that column, whose index then leads to it in its order
     */
    boolean isAbout(String column) {
        return columns.isEmpty() || columns.equals(Set.of(column));
    }

    /**
     * @param connection to read with; not null
     * @param few a number of rows
     * @return whether more rows than that pass; at the cost of looking at so many
     * @throws SQLException if the database fails
     */
    boolean passesMoreThan(Connection connection, int few) throws SQLException {
        String sql = "SELECT regID FROM ofCloudNotify WHERE " + conditions + "1 = 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setMaxRows(few + 1);
            for (int i = 0; i < arguments.size(); i++) {
                statement.setString(i + 1, arguments.get(i));
            }
            int rows = 0;
            try (ResultSet found = statement.executeQuery()) {
                while (rows <= few && found.next()) {
                    rows++;
                }
            }
            return rows > few;
        }
    }
}
