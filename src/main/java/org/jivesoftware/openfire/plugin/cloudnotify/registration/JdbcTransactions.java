package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs pieces of work on the database: each on a connection of its own, which is closed whatever happens, and each write as one
 * transaction, all or nothing. Thread-safe.
 */
final class JdbcTransactions {

    /** How often a write is tried when it collides with others: some databases let one of two that meet fail, however many they are. */
    private static final int ATTEMPTS = 12;
    /** ORA-60. */
    private static final String ORACLE_DEADLOCK = "61000";
    private static final int PAUSE_MILLIS = 20;

    private final ConnectionSource connections;

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {

        /**
         * @param connection open; not to be closed, committed or rolled back
         * @return the result
         * @throws SQLException if the database fails
         */
        T with(Connection connection) throws SQLException;
    }

    /** What is done with a connection, and gives nothing. */
    @FunctionalInterface
    interface Step {

        /**
         * @param connection open; not to be closed, committed or rolled back
         * @throws SQLException if the database fails
         */
        void with(Connection connection) throws SQLException;
    }

    JdbcTransactions(ConnectionSource connections) {
        this.connections = connections;
    }

    /**
     * @param what what is tried, for the message
     * @param work only reads
     * @return its result
     * @throws StoreException if the database fails
     */
    <T> T read(String what, Work<T> work) throws StoreException {
        try (Connection connection = connections.open()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new StoreException(what + ": the database failed", e);
        }
    }

    /**
     * Runs a transaction. One that collides with another (a duplicate key, a deadlock) is rolled back and tried again.
     *
     * @param what what is tried, for the message
     * @param work may be called several times
     * @return its result, after the commit
     * @throws StoreException if the database fails; then nothing was changed
     */
    <T> T write(String what, Work<T> work) throws StoreException {
        for (int attempt = 1;; attempt++) {
            try (Connection connection = connections.open()) {
                return transaction(connection, work);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !isCollision(e)) {
                    throw new StoreException(what + ": the database failed", e);
                }
                pause(what, attempt, e);
            }
        }
    }

    /**
     * The same for what gives nothing.
     *
     * @param what what is tried, for the message
     * @param work may be called several times
     * @throws StoreException if the database fails; then nothing was changed
     */
    void change(String what, Step work) throws StoreException {
        write(what, connection -> {
            work.with(connection);
            return true;
        });
    }

    private static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
        int isolation = connection.getTransactionIsolation();
        boolean locksGaps = isolation == Connection.TRANSACTION_REPEATABLE_READ;
        Throwable failure = null;
        try {
            if (locksGaps) {
                // MySQL and MariaDB: an update of a row that is not there yet would keep all others from inserting theirs.
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            connection.setAutoCommit(false);
            T result = work.with(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
            rollBack(connection, e);
            throw e;
        } finally {
            restore(connection, locksGaps ? isolation : Connection.TRANSACTION_NONE, failure);
        }
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            // The connection is broken, so the database rolls back by itself.
            failure.addSuppressed(e);
        }
    }

    private static void restore(Connection connection, int isolation, @Nullable Throwable failure) {
        try {
            connection.setAutoCommit(true);
            if (isolation != Connection.TRANSACTION_NONE) {
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException | RuntimeException e) {
            // After a commit this must not look like a failure: what was asked for is done. The pool finds out about the connection.
            if (failure != null) {
                failure.addSuppressed(e);
            }
        }
    }

    /**
     * Integrity violations (class 23) and transactions that the database rolled back (class 40, and what Oracle says instead), wherever
     * in the chain they are.
     */
    private static boolean isCollision(SQLException exception) {
        for (SQLException e = exception; e != null; e = e.getNextException()) {
            String state = e.getSQLState();
            if (state != null && (state.startsWith("23") || state.startsWith("40") || state.equals(ORACLE_DEADLOCK))) {
                return true;
            }
        }
        return false;
    }

    private static void pause(String what, int attempt, SQLException failure) throws StoreException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MILLIS * attempt) + 1L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(what + ": interrupted", failure);
        }
    }
}
