package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which rows of {@code ofCloudNotify} are looked for. Not thread-safe. */
final class JdbcFilter {

    /** So that a column's index leads nowhere. */
    private static final String BY_NO_INDEX = "COALESCE(%s, '0')";

    private final StringBuilder conditions = new StringBuilder();
    /** The same, but for what {@link #few} has, and by no index. */
    private final StringBuilder others = new StringBuilder();
    /** Each leads by an index to a few rows; one of them has to hold. */
    private final List<String> few = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final Set<String> columns = new HashSet<>();

    /**
     * Only rows whose text begins like this.
     *
     * @param column the column that {@link JdbcText#order} was written to
     * @param prefix the beginning; all rows where it is empty
     */
    void prefix(String column, String prefix) {
        if (!prefix.isEmpty()) {
            // A range instead of LIKE: no wildcards to escape, and every database uses its index for it.
            conditions.append(column).append(" >= ? AND ").append(column).append(" < ? AND ");
            String hidden = BY_NO_INDEX.replace("%s", column);
            others.append(hidden).append(" >= ? AND ").append(hidden).append(" < ? AND ");
            arguments.add(JdbcText.order(prefix));
            arguments.add(JdbcText.orderAfter(prefix));
            columns.add(column);
        }
    }

    /** Only rows whose text comes before another one. */
    void below(String column, String end) {
        conditions.append(column).append(" < ? AND ");
        others.append(BY_NO_INDEX.replace("%s", column)).append(" < ? AND ");
        arguments.add(end);
        columns.add(column);
    }

    /** Only rows that have a value in a column of times, as few have. */
    void present(String column) {
        conditions.append(column).append(" IS NOT NULL AND ");
        few.add(JdbcRange.PRESENT.of(column));
        columns.add(column);
    }

    /** Only rows that are disabled, have errors, or meet an obstacle. */
    void troubled(JdbcObstacles obstacles) {
        List<String> troubles = new ArrayList<>(List.of(JdbcRange.SOME.of("errorCount"), JdbcRange.PRESENT.of("disabledDate")));
        columns.addAll(Set.of("errorCount", "disabledDate"));
        if (!obstacles.locked().isEmpty()) {
            troubles.add(obstacles.isLocked());
            columns.add(JdbcObstacles.USER);
        }
        if (!obstacles.denied().isEmpty()) {
            troubles.add(obstacles.isDenied());
            columns.add(JdbcObstacles.SERVICE);
        }
        if (!obstacles.down().isEmpty()) {
            troubles.add(obstacles.isDown());
            columns.add(JdbcObstacles.SERVICE);
        }
        if (!obstacles.held().isEmpty()) {
            troubles.add(obstacles.isHeld());
            columns.add(JdbcObstacles.ID);
        }
        conditions.append('(').append(String.join(" OR ", troubles)).append(") AND ");
        few.addAll(troubles);
    }

    /** Only rows of which a condition does not hold, if there is anything in it. By no index, as those that are enabled. */
    void without(List<String> any, String condition) {
        if (!any.isEmpty()) {
            both("NOT (" + condition + ") AND ");
        }
    }

    /** Only rows that are not disabled. By no index: nearly all are, and a database that took that way would sort them all. */
    void enabled() {
        both(BY_NO_INDEX.replace("%s", "disabledDate") + " = '0' AND ");
    }

    /** Only rows without an error of which a condition holds that leads to few. By no index but that of the condition. */
    void flawless(String condition) {
        both(BY_NO_INDEX.replace("'0'", "0").replace("%s", JdbcOrders.ERRORS) + " = 0 AND " + condition + " AND ");
    }

    private void both(String condition) {
        conditions.append(condition);
        others.append(condition);
    }

    /** @return conditions with question marks, each ending in " AND "; empty where all rows are looked for */
    String conditions() {
        return conditions.toString();
    }

    /**
     * @return the same, as conditions that go each by one index at most: together they find the same rows, some maybe several times;
     *     never empty
     */
    List<String> ways() {
        return few.isEmpty() ? List.of(conditions + "1 = 1") : few.stream().map(one -> others + one).toList();
    }

    /** @return the values for the question marks, of {@link #conditions} and of each of the {@link #ways} */
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
}
