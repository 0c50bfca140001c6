package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcSlice.Found;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcSlice.Position;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of an order among those that a filter about something else leaves: looks up where all of those are, by the filter's own
 * indexes, and sorts the places here. Rows themselves are read only for the page.
 *
 * @param slice the order, and the filter
 */
record JdbcGathering(JdbcSlice slice) {

    private static final String BY_ID = "SELECT " + JdbcRow.COLUMNS + " FROM ofCloudNotify WHERE regID = ?";

    /**
     * @param connection to read with
     * @param after the position before the first row wanted, or null to begin at the beginning
     * @param limit how many rows at most
     * @param most how many places at most; so many are in memory
     * @return the rows, or null where more than those places are left by the filter
     * @throws SQLException if the database fails
     */
    @Nullable List<Found> read(Connection connection, @Nullable Position after, int limit, int most) throws SQLException {
        Collection<Position> places = places(connection, most);
        if (places == null) {
            return null;
        }
        Comparator<Position> upwards = JdbcGathering::compare;
        Comparator<Position> order = slice.descending() ? upwards.reversed() : upwards;
        List<Position> wanted = new ArrayList<>(places);
        if (after != null) {
            wanted.removeIf(place -> order.compare(place, after) <= 0);
        }
        wanted.sort(order);
        return rows(connection, wanted.subList(0, Math.min(limit, wanted.size())));
    }

    /** Both are of one section. */
    private static int compare(Position one, Position other) {
        int values = one.value() instanceof Integer number && other.value() instanceof Integer second ? number.compareTo(second)
            : one.value().toString().compareTo(other.value().toString());
        return values != 0 ? values : one.id().compareTo(other.id());
    }

    private @Nullable Collection<Position> places(Connection connection, int most) throws SQLException {
        Map<String, Position> places = new HashMap<>();
        for (String way : slice.filter().ways()) {
            String sql = "SELECT regID, " + slice.section().column() + " AS sorted FROM ofCloudNotify WHERE " + way;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setMaxRows(most + 1);
                JdbcSlice.set(statement, slice.filter().arguments());
                int rows = 0;
                try (ResultSet found = statement.executeQuery()) {
                    while (found.next()) {
                        if (++rows > most) {
                            return null;
                        }
                        Position place = slice.position(found);
                        if (slice.section().contains(place.value())) {
                            places.put(place.id(), place);
                        }
                    }
                }
            }
        }
        return places.size() > most ? null : places.values();
    }

    /** One that is gone meanwhile is left out as a damaged one is. */
    private static List<Found> rows(Connection connection, List<Position> places) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
            for (Position place : places) {
                statement.setString(1, place.id());
                try (ResultSet row = statement.executeQuery()) {
                    found.add(new Found(place, row.next() ? JdbcRow.read(row) : Optional.empty()));
                }
            }
        }
        return found;
    }
}
