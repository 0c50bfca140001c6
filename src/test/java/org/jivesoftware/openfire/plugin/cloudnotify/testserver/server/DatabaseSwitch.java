package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.DatabaseCommands.Fault;

/**
 * What the tests did to the database: faults, delays, counting. There is one for the JVM, since Openfire makes the
 * connection provider by its class name. Guarded by its own lock; the volatile flag keeps an untouched database fast.
 */
final class DatabaseSwitch {
    static final DatabaseSwitch INSTANCE = new DatabaseSwitch();
    private static final int REMEMBERED = 10_000;

    private final ThreadLocal<Boolean> bypass = ThreadLocal.withInitial(() -> false);
    private final List<String> statements = new ArrayList<>();
    private Fault fault;
    private String failingPart;
    private long delayMillis;
    private boolean counting;
    private volatile boolean watching;

    private DatabaseSwitch() {
    }

    boolean isBypassed() {
        return bypass.get();
    }

    boolean isWatching() {
        return watching;
    }

    /** Runs the tests' own work on the database, which neither fails nor is counted. */
    <T> T bypassing(Callable<T> work) throws Exception {
        bypass.set(true);
        try {
            return work.call();
        } finally {
            bypass.remove();
        }
    }

    synchronized void change(Fault newFault, String newFailingPart) {
        fault = newFault;
        failingPart = newFailingPart == null ? null : newFailingPart.toLowerCase(Locale.ROOT);
        watch();
        notifyAll();
    }

    synchronized void delay(long millis) {
        delayMillis = millis;
        watch();
    }

    synchronized void count(boolean on) {
        if (on) {
            statements.clear();
        }
        counting = on;
        watch();
    }

    synchronized List<String> statements() {
        return new ArrayList<>(statements);
    }

    private void watch() {
        watching = counting || delayMillis > 0 || failingPart != null || fault != null;
    }

    /** Called for each connection that Openfire or the plugin asks for. */
    synchronized void beforeConnection() throws SQLException {
        while (fault == Fault.HANG) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("Interrupted while the database hangs", e);
            }
        }
        if (fault == Fault.REFUSE) {
            throw new SQLException("The test has taken the database down");
        }
    }

    /** Called for each execution of a statement. */
    void beforeStatement(String sql) throws SQLException {
        long delay;
        synchronized (this) {
            if (counting && statements.size() < REMEMBERED) {
                statements.add(sql);
            }
            if (fault == Fault.FAIL_STATEMENTS || fault == Fault.REFUSE
                    || failingPart != null && sql.toLowerCase(Locale.ROOT).contains(failingPart)) {
                throw new SQLException("The test makes this statement fail: " + sql);
            }
            delay = delayMillis;
        }
        if (delay > 0) {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
