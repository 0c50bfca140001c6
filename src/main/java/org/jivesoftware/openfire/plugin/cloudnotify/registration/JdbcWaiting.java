package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Keeps pushes that wait in the table {@code ofCloudNotifyWaiting} of Openfire's database: at most one for each registration and cluster
 * node. Plain SQL. Thread-safe.
 */
public final class JdbcWaiting {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcWaiting.class);
    private static final String DELETE = "DELETE FROM ofCloudNotifyWaiting WHERE waitID = ?";
    private static final String INSERT = "INSERT INTO ofCloudNotifyWaiting (waitID, regID, username, userOrder, ownerNode, sinceDate,"
        + " dueDate, waitsFor, causes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String OLD = "DELETE FROM ofCloudNotifyWaiting WHERE sinceDate < ?";
    private static final String ORPHANS = "DELETE FROM ofCloudNotifyWaiting WHERE NOT EXISTS (SELECT r.regID FROM ofCloudNotify r"
        + " WHERE r.regID = ofCloudNotifyWaiting.regID)";
    private static final String LOAD = "SELECT w.username, r.service, w.sinceDate, w.dueDate, w.waitsFor, r.node, w.causes"
        + " FROM ofCloudNotifyWaiting w INNER JOIN ofCloudNotify r ON r.regID = w.regID";
    private static final String OF_OWNER = " WHERE w.ownerNode = ?";
    private static final String OTHERS = "DELETE FROM ofCloudNotifyWaiting WHERE ownerNode <> ?";
    /** So many rows are one transaction: none holds up others for long. */
    private static final int BATCH = 500;

    private final JdbcTransactions database;
    private final String owner;
    private final BooleanSupplier shared;
    private volatile boolean tookAll;

    /**
     * @param connections leads to Openfire's database
     * @param owner tells this server from the other nodes of a cluster, and is the same after a restart
     * @param shared whether other servers may use the same database
     */
    public JdbcWaiting(ConnectionSource connections, String owner, BooleanSupplier shared) {
        this.database = new JdbcTransactions(connections);
        this.owner = JdbcText.sha256(owner);
        this.shared = shared;
    }

    /**
     * Writes what changed, by portions. Where the database fails, some of it may be written: the same can be asked for again.
     *
     * @param changed what waits and was not written, or otherwise
     * @param gone what waits no more
     * @throws StoreException if the database fails
     */
    public void save(Collection<WaitingRow> changed, Collection<RegistrationKey> gone) throws StoreException {
        // Transactions that touch several rows do so in one order, so that no two wait for each other.
        Map<String, WaitingRow> rows = new TreeMap<>();
        changed.forEach(row -> rows.put(id(row.key()), row));
        List<String> ids = new ArrayList<>(rows.keySet());
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + BATCH));
            database.change("Keeping pushes that wait", connection -> {
                delete(connection, some);
                insert(connection, some, rows);
            });
        }
        List<String> left = new ArrayList<>(new TreeSet<>(gone.stream().map(this::id).toList()));
        for (int from = 0; from < left.size(); from += BATCH) {
            List<String> some = left.subList(from, Math.min(left.size(), from + BATCH));
            database.change("Removing pushes that wait no more", connection -> {
                delete(connection, some);
            });
        }
    }

    private static void delete(Connection connection, List<String> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            for (String id : ids) {
                statement.setString(1, id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void insert(Connection connection, List<String> ids, Map<String, WaitingRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (String id : ids) {
                WaitingRow row = Objects.requireNonNull(rows.get(id), "The ids are those of the rows");
                statement.setString(1, id);
                statement.setString(2, row.key().id());
                statement.setString(3, row.key().username());
                statement.setString(4, JdbcText.order(row.key().username()));
                statement.setString(5, owner);
                statement.setString(6, JdbcText.millis(row.since()));
                if (row.due() == null) {
                    statement.setNull(7, Types.VARCHAR);
                } else {
                    statement.setString(7, JdbcText.millis(row.due()));
                }
                statement.setString(8, row.waitsFor());
                statement.setString(9, row.causes());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /**
     * Reads what was kept for registrations that there are: in a cluster by this node, otherwise by any. It stays kept. What nobody needs
     * any more is removed.
     *
     * @param after what began to wait before is removed
     * @param limit how many at most
     * @return the rows; one that is damaged is left out, and several of one registration are possible
     * @throws StoreException if the database fails
     */
    public List<WaitingRow> load(Instant after, int limit) throws StoreException {
        boolean own = shared.getAsBoolean();
        List<WaitingRow> all = database.write("Loading the pushes that wait", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(OLD)) {
                statement.setString(1, JdbcText.millis(after));
                statement.executeUpdate();
            }
            try (PreparedStatement statement = connection.prepareStatement(ORPHANS)) {
                statement.executeUpdate();
            }
            try (PreparedStatement statement = connection.prepareStatement(own ? LOAD + OF_OWNER : LOAD)) {
                statement.setMaxRows(limit);
                // Not all at once where the driver can; MySQL's wants no more than there may be.
                statement.setFetchSize(Math.min(BATCH, limit));
                if (own) {
                    statement.setString(1, owner);
                }
                return read(statement, limit);
            }
        });
        tookAll = !own;
        return all;
    }

    private static List<WaitingRow> read(PreparedStatement statement, int limit) throws SQLException {
        List<WaitingRow> found = new ArrayList<>();
        Map<String, JID> services = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (found.size() < limit && rows.next()) {
                String username = rows.getString(1);
                String service = rows.getString(2);
                String since = rows.getString(3);
                String due = rows.getString(4);
                String waitsFor = rows.getString(5);
                String node = rows.getString(6);
                String causes = rows.getString(7);
                try {
                    found.add(new WaitingRow(new RegistrationKey(username, services.computeIfAbsent(service, JID::new), node), waitsFor,
                        JdbcText.instant(since), JdbcText.time(due), causes));
                } catch (IllegalArgumentException | NullPointerException e) {
                    LOG.warn("A row of user {} in the table ofCloudNotifyWaiting is damaged and left out", username, e);
                }
            }
        }
        return found;
    }

    /**
     * Removes what others have kept, unless they may still need it, or {@link #load} did not give it: to be called when that was saved.
     *
     * @throws StoreException if the database fails
     */
    public void removeOthers() throws StoreException {
        if (!tookAll || shared.getAsBoolean()) {
            return;
        }
        database.write("Removing pushes that were taken over", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(OTHERS)) {
                statement.setString(1, owner);
                return statement.executeUpdate();
            }
        });
    }

    private String id(RegistrationKey key) {
        return JdbcText.sha256(owner + key.id());
    }
}
