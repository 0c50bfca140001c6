package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;

/**
 * For how long a detached session with a registration is kept (spec §5): until the first important push for it went out and then for
 * the server's own time, but never longer than the maximum. Immutable.
 *
 * @param since when it lost its connection; not null
 * @param pushed when the first important push went out, or null
 */
record Hibernation(Instant since, Instant pushed) {

    /**
     * @param now the time
     * @param own the server's own time for detached sessions
     * @param maximum the longest time that a session may be kept
     * @return whether it may end now
     */
    boolean over(Instant now, Duration own, Duration maximum) {
        if (!now.isBefore(since.plus(maximum))) {
            return true;
        }
        return pushed != null && !now.isBefore(later(since, pushed).plus(own));
    }

    /**
     * Where the server gives the decision away to nobody, it can be put off by making the session seem active.
     *
     * @param now the time
     * @param lastActive when the session was last active
     * @param own the server's own time for detached sessions
     * @param maximum the longest time that a session may be kept
     * @return whether it should be made active now, so that it is neither ended too early nor kept too long
     */
    boolean touch(Instant now, Instant lastActive, Duration own, Duration maximum) {
        if (now.plus(own).isAfter(since.plus(maximum))) {
            return false;
        }
        if (pushed != null) {
            // Once: from the push on, the server's own time.
            return lastActive.isBefore(later(since, pushed));
        }
        return now.isAfter(lastActive.plus(own.dividedBy(2)));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
