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
 * @param section which rows, by the column to sort by, which has an index with regID as its second column; not null
 * @param descending whether the order is turned round, ids included
 * @param filter which rows
 * @param few so many rows may be sorted where the database insists on it
 */
record JdbcSlice(Section section, boolean descending, JdbcFilter filter, int few) {

    /** So many rows take HSQLDB some 0.1 s to sort. */
    static final int FEW = 2_000;
    /** Through so many times more rows it goes in the order that is asked for, hoping that enough of them pass the filter. */
    private static final int WALK = 10;

    JdbcSlice(Section section, boolean descending, JdbcFilter filter) {
        this(section, descending, filter, FEW);
    }

    /**
     * A range of one column: an order may be made of several, one after the other.
     *
     * @param number which of them it is, from 0
     * @param column the column; not null
     * @param range which of its values, as a condition in SQL; not null
     * @param only the one value that is in the range, or null where there are more
     */
    record Section(int number, String column, String range, @Nullable String only) {

        /** Checks. */
        Section {
            Objects.requireNonNull(column);
            Objects.requireNonNull(range);
        }

        Section(int number, String column, String range) {
            this(number, column, range, null);
        }

        /** All rows, or all that a filter about the column leaves. */
        Section(String column) {
            this(0, column, "1 = 1");
        }

        /** All rows with one value, which is made of digits. */
        static Section of(int number, String column, String value) {
            return new Section(number, column, column + " = '" + value + "'", value);
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

    /**
     * @param connection to read with
     * @param after the position before the first row wanted, or null to begin at the beginning
     * @param limit how many rows at most
     * @return the rows, each once
     * @throws SQLException if the database fails
     */
    List<Found> read(Connection connection, @Nullable Position after, int limit) throws SQLException {
        // A row that another transaction moves ahead between the two statements is seen by both, and counts once.
        Map<String, Found> found = new LinkedHashMap<>();
        boolean walks = sortsTooMuch(connection);
        String column = section.column();
        if (after == null) {
            read(connection, walks, section.range(), List.of(), limit, found);
            return List.copyOf(found.values());
        }
        // Two statements, since databases do not find their way into the middle of equal values by one condition on both columns.
        String beyond = descending ? " < ?" : " > ?";
        if ("".equals(after.value())) {
            read(connection, walks, section.range() + " AND regID" + beyond, List.of(after.id()), limit, found);
            return List.copyOf(found.values());
        }
        read(connection, walks, column + " = ? AND regID" + beyond, List.of(after.value(), after.id()), limit, found);
        if (found.size() < limit && section.only() == null) {
            read(connection, walks, section.range() + " AND " + column + beyond, List.of(after.value()), limit - found.size(), found);
        }
        return List.copyOf(found.values());
    }

    private void read(Connection connection, boolean walks, String condition, List<Object> values, int limit, Map<String, Found> found)
        throws SQLException {
        String column = section.column();
        String select = "SELECT " + JdbcRow.COLUMNS + ", " + column + " AS sorted FROM ";
        String direction = descending ? " DESC" : "";
        String order = " ORDER BY " + column + direction + ", regID" + direction;
        if (walks) {
            // What it finds comes before all that it does not reach.
            int before = found.size();
            int length = few * WALK;
            String walk = "(SELECT * FROM ofCloudNotify WHERE " + condition + order + " LIMIT " + length + ") AS walked";
            run(connection, select + walk + " WHERE " + filter.conditions() + "1 = 1" + order, both(values, filter.arguments()), limit,
                found);
            if (found.size() - before >= limit || count(connection, walk, values) < length) {
                return;
            }
        }
        run(connection, select + "ofCloudNotify WHERE " + filter.conditions() + condition + order + limitClause(connection, limit),
            both(filter.arguments(), values), limit, found);
    }

    private static List<Object> both(List<?> first, List<?> second) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /**
     * HSQLDB uses the index of a condition, whatever the order, sorts all rows that it leads to, and holds up all writers meanwhile: with
     * a million registrations at one service, whose name an administrator types, for more than a minute. But where so many rows pass,
     * the first page of them is found soon in the order itself.
     */
    private boolean sortsTooMuch(Connection connection) throws SQLException {
        return !filter.isAbout(section.column()) && connection.getMetaData().getDatabaseProductName().equals("HSQL Database Engine")
            && filter.passesMoreThan(connection, few);
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

    private static void set(PreparedStatement statement, List<Object> values) throws SQLException {
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
                    Object value = rows.getObject("sorted") instanceof Number number ? (Object) number.intValue()
                        : Objects.requireNonNullElse(rows.getString("sorted"), "").trim();
                    String id = rows.getString("regID");
                    found.putIfAbsent(id, new Found(new Position(section.number(), value, id), JdbcRow.read(rows)));
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
