package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/**
 * What some versions of Openfire cannot do or do wrong, each with the reason for which a test is skipped on these. The only place where
 * tests say it.
 */
public enum Lack {
    /** The connection's end is taken for the session's. */
    LOST_CONNECTION_ENDS_SESSION("4.8", "5.1", "a lost TCP connection ends the session, and only an idle time-out detaches it"),
    /** A new session waits for the end of the one that it replaces, which a detached one does not have. */
    REPLACING_TAKES_LONG("5.0.3", "5.1.1", "who binds the resource of a detached session waits for 20 seconds"),
    /** Accounts have no features of their own. */
    ACCOUNTS_HAVE_NO_FEATURES("0", "4.3", "accounts answer with the server's features"),
    /** Account features are told to everybody. */
    STRANGERS_SEE_FEATURES("4.7", "4.8", "a stranger who asks for a user's features is told them"),
    /** What came meanwhile is not lost: it was pushed, and is stored. */
    NO_WEBSOCKET_RESUME("4.7", "5.1", "a session whose connection over WebSocket was lost cannot be resumed"),
    /** Properties that others' names begin with cannot be deleted alone. */
    DELETED_PROPERTY_TAKES_OTHERS("4.2", "4.7.5", "deleting a property deletes all whose names begin with its name"),
    /** Clients cannot tell their user agent. */
    NO_SASL2("0", "5.2", "there is no SASL2 (XEP-0388), which tells a client's user agent"),
    /** A resource is not bound inside the authentication. Which later version does is not known: it is asked, not looked up. */
    NO_BIND2("0", "5.2", "there is no Bind2 (XEP-0386), which binds inside the authentication"),
    /** Nor is a session resumed there. */
    NO_INLINE_RESUME("0", "5.2", "no session can be resumed inside the authentication");

    private final String first;
    private final String end;
    private final String reason;

    /**
     * @param first the first version with it
     * @param end   the first version without it again; null for none
     */
    Lack(String first, String end, String reason) {
        this.first = first;
        this.end = end;
        this.reason = reason;
    }

    /** Whether the tested Openfire has it. */
    public boolean holds() {
        return holds(Openfire.tested().version());
    }

    boolean holds(String version) {
        return compare(version, first) >= 0 && (end == null || compare(version, end) < 0);
    }

    /** Skips a test where the server itself shows that it has this. */
    public void assumeNot(boolean had) {
        Assumptions.assumeFalse(had, () -> "Openfire " + Openfire.tested().version() + ": " + reason);
    }

    /** What the matter is, in a sentence without a full stop. */
    public String reason() {
        return reason;
    }

    /** Compares the numbers in the front; what follows, such as -SNAPSHOT, does not count. */
    private static int compare(String version, String other) {
        return Arrays.compare(numbers(version), numbers(other));
    }

    private static int[] numbers(String version) {
        int[] numbers = new int[3];
        String[] parts = version.replaceFirst("[^0-9.].*", "").split("\\.");
        for (int i = 0; i < Math.min(numbers.length, parts.length); i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }
}
