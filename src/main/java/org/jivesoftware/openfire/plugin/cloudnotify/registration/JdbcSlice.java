package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a few rows from a given position on, in the order of one column and, among equals, of the id. Nothing before the position is
 * touched: the index that begins with the column leads there, however far in it is and however many rows have the same value.
 *
 * @param section which rows, by the column to sort by, which has an index with regID as its second column
 * @param descending whether the order is turned round, ids included
 * @param filter which rows
 * @param few so many rows are little to the database
 */
record JdbcSlice(Section section, boolean descending, JdbcFilter filter, int few) {

    /** Little enough for HSQLDB not to be noticed. */
    static final int FEW = 2_000;
    /** Through so many times more rows it goes in the order that is asked for, hoping that enough of them pass the filter. */
    private static final int WALK = 2;
    /** Else so many times more places of rows that pass are looked up. */
    private static final int MANY = 25;
    /** And where more pass, but none of them at first, it goes that far. */
    private static final int LONG_WALK = 50;

    JdbcSlice(Section section, boolean descending, JdbcFilter filter) {
        this(section, descending, filter, FEW);
    }

    /**
     * A range of one column: an order may be made of several, one after the other.
     *
     * @param number which of them it is, from 0
     * @param column the column
     * @param range which of its values
     * @param only the one value of them that is meant, which is made of digits, or null for all of them
     */
    record Section(int number, String column, JdbcRange range, @Nullable String only) {

        /** Checks. */
        Section {
            Objects.requireNonNull(column);
            Objects.requireNonNull(range);
        }

        Section(int number, String column, JdbcRange range) {
            this(number, column, range, null);
        }

        /** All rows, or all that a filter about the column leaves. */
        Section(String column) {
            this(0, column, JdbcRange.ALL);
        }

        /** All rows with one value, which is made of digits. */
        static Section of(int number, String column, String value) {
            return new Section(number, column, JdbcRange.ALL, value);
        }

        /** @return the condition in SQL */
        String condition() {
            return only == null ? range.of(column) : column + " = '" + only + "'";
        }

        /** @return whether a value of the column is in it */
        boolean contains(Object value) {
            return only == null ? range.contains(value) : only.equals(value);
        }

        /** @return whether all of it comes before that place (less than 0), after it, or the place is in it (0) */
        int against(Position place) {
            int order = Integer.compare(number, place.section());
            return order != 0 || only == null ? order : only.compareTo(place.value().toString());
        }
    }

    /**
     * A place in the order.
     *
     * @param section the number of its section
     * @param value the value of the sorted column, a String, empty where there is none, or an Integer
     * @param id the regID
     */
    record Position(int section, Object value, String id) {
    }

    /**
     * A row.
     *
     * @param position where it is
     * @param row what it says, or nothing if it is damaged
     */
    record Found(Position position, Optional<RegistrationSearch.Row> row) {
    }

    /** Rows that follow each other: a condition in SQL, and the values for its question marks. */
    private record Stretch(String condition, List<Object> values) {
    }

    /**
     * @param connection to read with
     * @param after the position before the first row wanted, or null to begin at the beginning
     * @param limit how many rows at most
     * @return the rows, each once
     * @throws SQLException if the database fails
     */
    List<Found> read(Connection connection, @Nullable Position after, int limit) throws SQLException {
        List<Stretch> stretches = stretches(after);
        if (!filter.isAbout(section.column()) && connection.getMetaData().getDatabaseProductName().equals("HSQL Database Engine")) {
            return readShort(connection, stretches, after, limit);
        }
        return straight(connection, stretches, limit);
    }

    /** What comes after a position, in two stretches: databases do not find into the middle of equal values by one condition. */
    private List<Stretch> stretches(@Nullable Position after) {
        if (after == null) {
            return List.of(new Stretch(section.condition(), List.of()));
        }
        String beyond = descending ? " < ?" : " > ?";
        if ("".equals(after.value())) {
            return List.of(new Stretch(section.condition() + " AND regID" + beyond, List.of(after.id())));
        }
        Stretch equal = new Stretch(section.column() + " = ? AND regID" + beyond, List.of(after.value(), after.id()));
        return section.only() != null ? List.of(equal) : List.of(equal,
            new Stretch(section.condition() + " AND " + section.column() + beyond, List.of(after.value())));
    }

    /**
     * HSQLDB uses the index of a condition, whatever the order, sorts all rows that it leads to, and holds up all writers meanwhile: with
     * a million registrations at one service, whose name an administrator types, for more than a minute. But where many pass the filter,
     * the first page of them is found soon in the order itself; and where few pass, it is quick to look up where those are. Only where
     * many pass, and all of them come late in the order, it has to sort.
     */
    private List<Found> readShort(Connection connection, List<Stretch> stretches, @Nullable Position after, int limit)
        throws SQLException {
        List<Found> found = walk(connection, stretches, limit, few * WALK);
        if (found == null) {
            found = new JdbcGathering(this).read(connection, after, limit, few * MANY);
        }
        if (found == null) {
            found = walk(connection, stretches, limit, few * LONG_WALK);
        }
        return found != null ? found : straight(connection, stretches, limit);
    }

    private List<Found> straight(Connection connection, List<Stretch> stretches, int limit) throws SQLException {
        // A row that another transaction moves ahead between the two statements is seen by both, and counts once.
        Map<String, Found> found = new LinkedHashMap<>();
        for (Stretch stretch : stretches) {
            if (found.size() < limit) {
                run(connection, select() + "ofCloudNotify WHERE " + filter.conditions() + stretch.condition() + order()
                    + limitClause(connection, limit), both(filter.arguments(), stretch.values()), limit - found.size(), found);
            }
        }
        return List.copyOf(found.values());
    }

    /** @return the rows; null where there may be more beyond the length of the walk */
    private @Nullable List<Found> walk(Connection connection, List<Stretch> stretches, int limit, int length) throws SQLException {
        Map<String, Found> found = new LinkedHashMap<>();
        for (Stretch stretch : stretches) {
            String walk = "(SELECT * FROM ofCloudNotify WHERE " + stretch.condition() + order() + " LIMIT " + length + ") AS walked";
            // What it finds comes before all that it does not reach.
            run(connection, select() + walk + " WHERE " + filter.conditions() + "1 = 1" + order(),
                both(stretch.values(), filter.arguments()), limit - found.size(), found);
            if (found.size() >= limit) {
                break;
            }
            if (count(connection, walk, stretch.values()) >= length) {
                return null;
            }
        }
        return List.copyOf(found.values());
    }

    private String select() {
        return "SELECT " + JdbcRow.COLUMNS + ", " + section.column() + " AS sorted FROM ";
    }

    private String order() {
        String direction = descending ? " DESC" : "";
        return " ORDER BY " + section.column() + direction + ", regID" + direction;
    }

    private static List<Object> both(List<?> first, List<?> second) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static int count(Connection connection, String rows, List<Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT COUNT(*) FROM " + rows)) {
            set(statement, values);
            try (ResultSet count = statement.executeQuery()) {
                count.next();
                return count.getInt(1);
            }
        }
    }

    /** Sets all values of a statement. */
    static void set(PreparedStatement statement, List<?> values) throws SQLException {
        int index = 1;
        for (Object value : values) {
            if (value instanceof Integer number) {
                statement.setInt(index++, number);
            } else {
                statement.setString(index++, (String) value);
            }
        }
    }

    private void run(Connection connection, String sql, List<Object> values, int limit, Map<String, Found> found)
        throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setMaxRows(limit);
            set(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                // Counted here as well, for drivers that do not know setMaxRows.
                for (int i = 0; i < limit && rows.next(); i++) {
                    Position position = position(rows);
                    found.putIfAbsent(position.id(), new Found(position, JdbcRow.read(rows)));
                }
            }
        }
    }

    /** @return where the row is */
    Position position(ResultSet row) throws SQLException {
        Object value = row.getObject("sorted") instanceof Number number ? (Object) number.intValue()
            : Objects.requireNonNullElse(row.getString("sorted"), "").trim();
        return new Position(section.number(), value, row.getString("regID"));
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
