package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

import java.util.List;
import java.util.Map;

/** The server's database: reading it, changing it, counting statements and making it fail. */
public interface DatabaseCommands {

    /** How a database that is down behaves. */
    enum Fault {
        /** Each request for a connection fails at once. */
        REFUSE,
        /** Each request for a connection blocks until {@link #recover()}. */
        HANG,
        /** Connections are given out, but statements fail. */
        FAIL_STATEMENTS
    }

    /** Runs a query; a row maps lower-case column names to texts (null for NULL). Works also while the database "is down". */
    List<Map<String, String>> query(String sql, Object... parameters);

    /** Runs an insert, update, delete or DDL statement and returns the number of rows. Works also while the database "is down". */
    int update(String sql, Object... parameters);

    /** The database fails from now on for everybody but this channel. */
    void fail(Fault fault);

    /** Only statements whose text contains {@code sqlPart} (in any case) fail from now on. */
    void failStatementsWith(String sqlPart);

    /** Ends every fault. */
    void recover();

    /** Makes each new statement take so much longer; 0 ends it. */
    void delayStatements(long millis);

    /** Starts counting statements from zero. Counting is off until then, and costs nothing. */
    void startCounting();

    /** Number of executed statements since {@link #startCounting()} whose text contains {@code sqlPart}, in any case; "" counts all. */
    long count(String sqlPart);

    /** The texts of the executed statements since {@link #startCounting()} (the first 10,000). */
    List<String> statements();

    /** Ends counting. */
    void stopCounting();
}
