package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.jivesoftware.openfire.OfflineMessage;
import org.jivesoftware.openfire.OfflineMessageStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.ConnectionSource;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Downtime;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.OfflineStore;

/**
 * What Openfire has stored offline. Who has anything is asked of its table, some hundred users in one statement, by its primary key; the
 * messages are read by Openfire itself, as for who fetches them. Thread-safe.
 */
public final class StoredMessages implements OfflineStore {

    private static final String FIND = "SELECT DISTINCT username FROM ofOffline WHERE creationDate >= ? AND creationDate <= ?"
        + " AND username IN (";
    private static final int MILLIS_DIGITS = 15;

    private final ConnectionSource connections;
    private final OfflineMessageStore store;

    /**
     * @param connections leads to Openfire's database
     * @param store Openfire's own
     */
    public StoredMessages(ConnectionSource connections, OfflineMessageStore store) {
        this.connections = Objects.requireNonNull(connections);
        this.store = Objects.requireNonNull(store);
    }

    @Override
    public Set<String> waitingSince(Collection<String> usernames, Downtime.Gap gap) throws StoreException {
        String marks = String.join(", ", Collections.nCopies(usernames.size(), "?"));
        try (Connection connection = connections.open();
             PreparedStatement statement = connection.prepareStatement(FIND + marks + ")")) {
            statement.setString(1, millis(gap.from().toEpochMilli()));
            statement.setString(2, millis(gap.until().toEpochMilli()));
            int mark = 2;
            for (String username : usernames) {
                statement.setString(++mark, username);
            }
            Set<String> found = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            // A collation may find who is not asked for.
            found.retainAll(usernames);
            return found;
        } catch (SQLException e) {
            throw new StoreException("Looking for stored messages: the database failed", e);
        }
    }

    /** As Openfire writes times. */
    private static String millis(long time) {
        return StringUtils.leftPad(Long.toString(time), MILLIS_DIGITS, '0');
    }

    @Override
    public List<Stored> of(String username) {
        List<Stored> all = new ArrayList<>();
        for (OfflineMessage message : store.getMessages(username, false)) {
            if (message.getCreationDate() != null && message.getTo() != null) {
                all.add(new Stored(message, message.getCreationDate().toInstant()));
            }
        }
        all.sort(Comparator.comparing(Stored::time));
        return all;
    }
}
