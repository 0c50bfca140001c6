package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Keeps what was pushed in the table {@code ofCloudNotifyPushed} of Openfire's database. A row is a page of many users', since a row for
 * each user would cost a statement for nearly each push. Plain SQL. Thread-safe.
 */
public final class JdbcPushed implements PushedPages {

    private static final String DELETE = "DELETE FROM ofCloudNotifyPushed WHERE pushedID = ?";
    private static final String OLD = "DELETE FROM ofCloudNotifyPushed WHERE savedDate < ? AND username = '-'";
    private static final String INSERT = "INSERT INTO ofCloudNotifyPushed (pushedID, username, userOrder, savedDate, history)"
        + " VALUES (?, ?, ?, ?, ?)";
    private static final String LOAD = "SELECT pushedID, history FROM ofCloudNotifyPushed WHERE savedDate >= ? AND username = '-'"
        + " ORDER BY savedDate DESC, pushedID DESC";
    /** What stands where a user would; {@link JdbcRunning} has rows of its own. */
    private static final String ALL_USERS = "-";
    private static final int FETCHED = 50;

    private final JdbcTransactions database;

    /** @param connections leads to Openfire's database */
    public JdbcPushed(ConnectionSource connections) {
        this.database = new JdbcTransactions(Objects.requireNonNull(connections));
    }

    @Override
    public void save(Page page, Instant now) throws StoreException {
        database.write("Keeping what was pushed", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
                statement.setString(1, page.id());
                statement.executeUpdate();
            }
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                statement.setString(1, page.id());
                statement.setString(2, ALL_USERS);
                statement.setString(3, JdbcText.order(ALL_USERS));
                statement.setString(4, JdbcText.millis(now));
                statement.setString(5, page.text());
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public List<Page> load(Instant after, int limit) throws StoreException {
        return database.read("Loading what was pushed", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
                statement.setMaxRows(limit);
                statement.setFetchSize(Math.min(FETCHED, limit));
                statement.setString(1, JdbcText.millis(after));
                List<Page> pages = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (pages.size() < limit && rows.next()) {
                        String id = rows.getString(1);
                        String text = rows.getString(2);
                        if (text != null) {
                            pages.add(new Page(id, text));
                        }
                    }
                }
                return pages;
            }
        });
    }

    @Override
    public void remove(Collection<String> ids, Instant before) throws StoreException {
        database.write("Removing what was pushed long ago", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
                for (String id : ids) {
                    statement.setString(1, id);
                    statement.executeUpdate();
                }
            }
            try (PreparedStatement statement = connection.prepareStatement(OLD)) {
                statement.setString(1, JdbcText.millis(before));
                return statement.executeUpdate();
            }
        });
    }
}
