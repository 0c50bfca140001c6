package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps signs of life in the table {@code ofCloudNotifyPushed} of Openfire's database, one row for each server, beside the pages of
 * {@link JdbcPushed}. Plain SQL. Thread-safe.
 */
public final class JdbcRunning implements RunningNodes {

    /** What stands where a user would; no user is called so. */
    private static final String NODES = "*";
    private static final String OLD = "DELETE FROM ofCloudNotifyPushed WHERE username = '" + NODES + "' AND savedDate < ?";
    private static final String UPDATE = "UPDATE ofCloudNotifyPushed SET savedDate = ?, history = ? WHERE pushedID = ?";
    private static final String INSERT = "INSERT INTO ofCloudNotifyPushed (pushedID, username, userOrder, ownerNode, savedDate, history)"
        + " VALUES (?, ?, ?, ?, ?, ?)";
    private static final String LOAD = "SELECT ownerNode, savedDate, history FROM ofCloudNotifyPushed WHERE username = '" + NODES + "'";
    private static final String NEVER = "-";
    /** Servers that were given up. */
    private static final Duration GONE = Duration.ofDays(90);
    private static final int MOST = 1_000;

    private final JdbcTransactions database;
    private final String self;
    private final String id;

    /**
     * @param connections leads to Openfire's database
     * @param self tells this server from the other nodes of a cluster, and is the same after a restart
     */
    public JdbcRunning(ConnectionSource connections, String self) {
        this.database = new JdbcTransactions(connections);
        this.self = JdbcText.sha256(self);
        this.id = JdbcText.sha256("running " + self);
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public List<Life> lives() throws StoreException {
        return database.read("Looking which servers ran the plugin", connection -> {
            List<Life> lives = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
                statement.setMaxRows(MOST);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        String node = rows.getString(1);
                        String last = rows.getString(2);
                        String text = rows.getString(3);
                        add(lives, node, last, text);
                    }
                }
            }
            return lives;
        });
    }

    /** A damaged row is none. */
    private static void add(List<Life> lives, String node, String last, String text) {
        String[] words = text == null ? new String[0] : text.split(" ", -1);
        if (node == null || last == null || words.length != 2) {
            return;
        }
        try {
            lives.add(new Life(node, JdbcText.instant(words[0]), words[1].equals(NEVER) ? null : JdbcText.time(words[1]),
                JdbcText.instant(last)));
        } catch (NumberFormatException e) {
            // As if that server had never run.
            return;
        }
    }

    @Override
    public void save(Life life) throws StoreException {
        String text = JdbcText.millis(life.started()) + ' ' + (life.since() == null ? NEVER : JdbcText.millis(life.since()));
        database.change("Saying that the plugin runs", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
                statement.setString(1, JdbcText.millis(life.last()));
                statement.setString(2, text);
                statement.setString(3, id);
                if (statement.executeUpdate() > 0) {
                    return;
                }
            }
            try (PreparedStatement statement = connection.prepareStatement(OLD)) {
                statement.setString(1, JdbcText.millis(life.last().minus(GONE)));
                statement.executeUpdate();
            }
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                statement.setString(1, id);
                statement.setString(2, NODES);
                statement.setString(3, JdbcText.order(NODES));
                statement.setString(4, self);
                statement.setString(5, JdbcText.millis(life.last()));
                statement.setString(6, text);
                statement.executeUpdate();
            }
        });
    }
}
