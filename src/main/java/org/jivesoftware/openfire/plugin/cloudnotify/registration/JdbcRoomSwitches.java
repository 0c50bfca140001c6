package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/** Keeps users' choices for group chats in the table {@code ofCloudNotifyRoom} of Openfire's database. Plain SQL. Thread-safe. */
public final class JdbcRoomSwitches implements RoomSwitches {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcRoomSwitches.class);
    private static final String COLUMNS = "username, room, pushWhenAway, nickname, changedDate";
    private static final String OF_ROOM = "SELECT " + COLUMNS + " FROM ofCloudNotifyRoom WHERE roomOrder = ?";
    private static final String OF_USER = "SELECT " + COLUMNS + " FROM ofCloudNotifyRoom WHERE userOrder = ?";
    private static final String BY_ID = "SELECT " + COLUMNS + " FROM ofCloudNotifyRoom WHERE switchID = ?";
    private static final String UPDATE = "UPDATE ofCloudNotifyRoom SET pushWhenAway = ?, nickname = ?, changedDate = ? WHERE switchID = ?";
    private static final String INSERT = "INSERT INTO ofCloudNotifyRoom (pushWhenAway, nickname, changedDate, switchID, username,"
        + " userOrder, room, roomOrder) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String DELETE = "DELETE FROM ofCloudNotifyRoom WHERE switchID = ?";
    // userOrder finds the rows, and tells names apart that a collation takes for equal.
    private static final String DELETE_USER = "DELETE FROM ofCloudNotifyRoom WHERE userOrder = ? AND username = ?";
    private static final String REGISTERED = "SELECT DISTINCT username FROM ofCloudNotify WHERE userOrder IN (";
    /** Fewer than any database takes. */
    private static final int AT_ONCE = 200;
    private static final int MAX_NICKNAME = 1_023;

    private final JdbcTransactions database;

    /**
     * @param connections leads to Openfire's database
     */
    public JdbcRoomSwitches(ConnectionSource connections) {
        this.database = new JdbcTransactions(connections);
    }

    @Override
    public List<RoomSwitch> of(JID room) throws StoreException {
        return database.read("Loading the choices for a group chat", connection ->
            select(connection, OF_ROOM, JdbcText.order(room.toString()))
            .stream().filter(choice -> choice.room().equals(room)).toList());
    }

    @Override
    public @Nullable RoomSwitch of(JID room, String username) throws StoreException {
        return database.read("Loading a choice of " + username + " for a group chat", connection ->
            select(connection, BY_ID, id(room, username)).stream().findFirst()).orElse(null);
    }

    @Override
    public List<RoomSwitch> ofUser(String username) throws StoreException {
        return database.read("Loading what " + username + " chose for group chats", connection ->
            select(connection, OF_USER, JdbcText.order(username))
            .stream().filter(choice -> choice.username().equals(username)).toList());
    }

    private static List<RoomSwitch> select(Connection connection, String sql, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                List<RoomSwitch> found = new ArrayList<>();
                while (rows.next()) {
                    read(rows, found);
                }
                return found;
            }
        }
    }

    private static void read(ResultSet row, List<RoomSwitch> to) throws SQLException {
        String username = row.getString(1);
        try {
            to.add(new RoomSwitch(username, new JID(row.getString(2)), row.getInt(3) != 0, row.getString(4),
                JdbcText.instant(row.getString(5))));
        } catch (IllegalArgumentException | NullPointerException e) {
            LOG.warn("A row of user {} in the table ofCloudNotifyRoom is damaged and left out", username, e);
        }
    }

    @Override
    public void save(RoomSwitch choice) throws StoreException {
        database.change("Saving a choice of " + choice.username() + " for a group chat", connection -> {
            try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
                bind(update, choice);
                if (update.executeUpdate() > 0) {
                    return;
                }
            }
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                bind(insert, choice);
                insert.setString(5, choice.username());
                insert.setString(6, JdbcText.order(choice.username()));
                insert.setString(7, choice.room().toString());
                insert.setString(8, JdbcText.order(choice.room().toString()));
                insert.executeUpdate();
            }
        });
    }

    private static void bind(PreparedStatement statement, RoomSwitch choice) throws SQLException {
        statement.setInt(1, choice.on() ? 1 : 0);
        if (choice.nickname() == null || choice.nickname().isEmpty() || choice.nickname().length() > MAX_NICKNAME) {
            statement.setNull(2, Types.VARCHAR);
        } else {
            statement.setString(2, choice.nickname());
        }
        statement.setString(3, JdbcText.millis(choice.changed()));
        statement.setString(4, id(choice.room(), choice.username()));
    }

    @Override
    public boolean remove(JID room, String username) throws StoreException {
        return database.write("Forgetting a choice of " + username + " for a group chat",
            connection -> delete(connection, id(room, username)) > 0);
    }

    private static int delete(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setString(1, id);
            return statement.executeUpdate();
        }
    }

    @Override
    public void removeRoom(JID room) throws StoreException {
        List<String> ids = of(room).stream().map(choice -> id(room, choice.username())).sorted().toList();
        if (!ids.isEmpty()) {
            database.change("Forgetting the choices for a group chat", connection -> {
                for (String id : ids) {
                    delete(connection, id);
                }
            });
        }
    }

    @Override
    public void removeUser(String username) throws StoreException {
        database.write("Forgetting the choices of " + username + " for group chats", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DELETE_USER)) {
                statement.setString(1, JdbcText.order(username));
                statement.setString(2, username);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public Set<String> registered(Collection<String> usernames) throws StoreException {
        List<String> all = List.copyOf(usernames);
        Set<String> found = new HashSet<>();
        if (all.isEmpty()) {
            return found;
        }
        return database.read("Looking for registrations of many users", connection -> {
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                registered(connection, all.subList(from, Math.min(all.size(), from + AT_ONCE)), found);
            }
            found.retainAll(new HashSet<>(all));
            return found;
        });
    }

    private static void registered(Connection connection, List<String> some, Set<String> to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REGISTERED + "?, ".repeat(some.size() - 1) + "?)")) {
            for (int i = 0; i < some.size(); i++) {
                statement.setString(i + 1, JdbcText.order(some.get(i)));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    to.add(rows.getString(1));
                }
            }
        }
    }

    private static String id(JID room, String username) {
        return JdbcText.sha256(username + '\0' + room);
    }
}
