package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcSlice.Section;
import org.jspecify.annotations.Nullable;

/**
 * Finds registrations in the table {@code ofCloudNotify}. Upper and lower case are alike in what is looked for, but for the resource of
 * a service, as in JIDs. Of a longer beginning than {@value JdbcText#ORDER_BYTES} bytes only so much is looked at, and
 * addresses that begin with so many equal bytes are not sorted among themselves. Thread-safe.
 */
public final class JdbcRegistrationSearch implements RegistrationSearch {

    private static final String BY_ID = "SELECT " + JdbcRow.COLUMNS + " FROM ofCloudNotify WHERE regID = ?";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final String COUNT = "SELECT COUNT(*) FROM ofCloudNotify";

    private final JdbcTransactions database;
    private final JdbcServices services;
    private final int few;

    /**
     * @param connections leads to Openfire's database
     */
    public JdbcRegistrationSearch(ConnectionSource connections) {
        this(connections, JdbcSlice.FEW, JdbcServices.MOST);
    }

    /**
     * @param few so many rows are little to the database, at least 1
     * @param most so many services are looked for one after the other
     */
    JdbcRegistrationSearch(ConnectionSource connections, int few, int most) {
        this.database = new JdbcTransactions(connections);
        this.services = new JdbcServices(database, most);
        this.few = few;
    }

    @Override
    public Page find(Query query) throws StoreException {
        Optional<JdbcCursor> cursor = JdbcCursor.decode(query.cursor(), query.sort(), query.descending());
        boolean forward = cursor.map(JdbcCursor::forward).orElse(true);
        List<JdbcSlice.Found> found = new ArrayList<>(database.read("Searching registrations", connection ->
            read(connection, query, forward, cursor.map(JdbcCursor::position).orElse(null))));
        if (found.isEmpty() && cursor.isPresent()) {
            // What the cursor led to was deleted meanwhile.
            return find(new Query(query.user(), query.service(), query.disabledOnly(), query.problemsOnly(), query.sort(),
                query.descending(), null, query.size(), query.obstacles()));
        }
        boolean more = found.size() > query.size();
        if (more) {
            found.remove(query.size());
        }
        if (!forward) {
            Collections.reverse(found);
        }
        // One came here from the page on the other side.
        boolean before = forward ? cursor.isPresent() : more;
        boolean after = forward ? more : true;
        return new Page(found.stream().flatMap(one -> one.row().stream()).toList(),
            after ? cursor(query, true, found.get(found.size() - 1)) : null,
            before ? cursor(query, false, found.get(0)) : null);
    }

    private static String cursor(Query query, boolean forward, JdbcSlice.Found at) {
        return new JdbcCursor(query.sort(), query.descending(), forward, at.position()).encode();
    }

    /** Goes on from a position, or the beginning, through the sections of the order until there is one row more than a page has. */
    private List<JdbcSlice.Found> read(Connection connection, Query query, boolean forward, JdbcSlice.@Nullable Position after)
        throws SQLException {
        List<Section> sections = new ArrayList<>(JdbcOrders.sections(query));
        boolean descending = query.descending() == forward;
        if (descending) {
            Collections.reverse(sections);
        }
        List<JdbcSlice.Found> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Section section : sections) {
            int place = after == null ? 0 : section.against(after) * (descending ? -1 : 1);
            boolean here = after != null && place == 0;
            if (place >= 0 && found.size() <= query.size()) {
                for (JdbcSlice.Found one : new JdbcSlice(section, descending, filter(query, section), few).read(connection,
                    here ? after : null, query.size() + 1 - found.size())) {
                    // One that moved from a section to the next meanwhile counts once.
                    if (seen.add(one.position().id())) {
                        found.add(one);
                    }
                }
            }
        }
        return found;
    }

    private static JdbcFilter filter(Query query, Section section) {
        JdbcFilter filter = new JdbcFilter();
        filter.prefix("userOrder", query.user().strip().toLowerCase(Locale.ROOT));
        filter.prefix("serviceOrder", lowerBare(query.service().strip()));
        boolean states = query.sort() == Sort.STATE;
        if (query.disabledOnly() && !states) {
            filter.present("disabledDate");
            // What else keeps a push from them is what is said of them.
            JdbcObstacles obstacles = new JdbcObstacles(query.obstacles());
            filter.without(obstacles.locked(), obstacles.isLocked());
            filter.without(obstacles.denied(), obstacles.isDenied());
        }
        if (query.problemsOnly() && !states) {
            filter.troubled(new JdbcObstacles(query.obstacles()));
        }
        if (states) {
            JdbcOrders.leave(filter, section, query.obstacles());
        }
        return filter;
    }

    private static String lowerBare(String service) {
        int slash = service.indexOf('/');
        int bare = slash < 0 ? service.length() : slash;
        return service.substring(0, bare).toLowerCase(Locale.ROOT) + service.substring(bare);
    }

    @Override
    public Optional<Row> byId(String id) throws StoreException {
        if (!ID.matcher(id).matches()) {
            // Comes from a link, so it may be anything, even what some databases refuse as a text.
            return Optional.empty();
        }
        return database.read("Looking for a registration", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
                statement.setString(1, id);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next() ? JdbcRow.read(rows) : Optional.empty();
                }
            }
        });
    }

    @Override
    public Map<PushService, Long> services() throws StoreException {
        return services.counts();
    }

    @Override
    public Set<PushService> serviceNames() throws StoreException {
        return services.names();
    }

    @Override
    public long count(String service) throws StoreException {
        JdbcFilter filter = new JdbcFilter();
        filter.prefix("serviceOrder", lowerBare(service));
        return database.read("Counting the registrations of a service", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(COUNT + " WHERE " + filter.conditions() + "1 = 1")) {
                for (int i = 0; i < filter.arguments().size(); i++) {
                    statement.setString(i + 1, filter.arguments().get(i));
                }
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    @Override
    public long count() throws StoreException {
        return database.read("Counting registrations", connection -> count(connection, ""));
    }

    @Override
    public Totals totals() throws StoreException {
        return database.read("Counting registrations", connection -> new Totals(count(connection, ""),
            count(connection, " WHERE disabledDate IS NOT NULL"), count(connection, " WHERE errorCount > 0 AND disabledDate IS NULL")));
    }

    @Override
    public States states(Obstacles all) throws StoreException {
        JdbcObstacles obstacles = new JdbcObstacles(all);
        String free = " AND NOT (" + obstacles.isLocked() + ")";
        String allowed = free + " AND NOT (" + obstacles.isDenied() + ")";
        // By no index, as in the filter: nearly all are.
        String enabled = allowed + " AND COALESCE(disabledDate, '0') = '0'";
        return database.read("Counting the states of registrations", connection -> new States(count(connection, ""),
            obstacles.locked().isEmpty() ? 0 : count(connection, " WHERE " + obstacles.isLocked()),
            obstacles.denied().isEmpty() ? 0 : count(connection, " WHERE " + obstacles.isDenied() + free),
            count(connection, " WHERE disabledDate IS NOT NULL" + allowed),
            obstacles.down().isEmpty() ? 0 : count(connection, " WHERE " + obstacles.isDown() + enabled),
            count(connection, " WHERE errorCount > 0" + enabled + " AND NOT (" + obstacles.isDown() + ")")));
    }

    private static long count(Connection connection, String condition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT + condition); ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
