package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a session found: each thing is asked once, so that nobody sees two moments in one look. Immutable.
 *
 * @param now when, by the {@link SteadyClock}
 * @param detached whether it had no connection
 * @param managed whether stream management was on
 * @param holdsBack whether the server may have held stanzas back
 * @param idle for how long there had been nothing to do for it, by the server's clock; negative where that was set back. Not null
 * @param unacked what was not acknowledged, after what was known already; null where there is no queue that could be read
 */
record Observation(Instant now, boolean detached, boolean managed, boolean holdsBack, Duration idle, @Nullable Unacked unacked) {

    /** Checks. */
    Observation {
        Objects.requireNonNull(now);
        Objects.requireNonNull(idle);
    }

    /**
     * Looks.
     *
     * @param stream at what
     * @param now the time
     * @param newest the mark of the newest entry of the queue that is known, or null
     * @param wasManaged whether stream management was on before: the queue of a session that is being ended can be read still
     * @return what was found
     */
    static Observation of(ClientStream stream, Instant now, @Nullable Object newest, boolean wasManaged) {
        Unacked unacked = wasManaged || stream.managed() ? stream.unacked(newest) : null;
        // After that: where too much waits, Openfire turns stream management off and then empties the queue, which is no acknowledgement.
        return new Observation(now, stream.detached(), stream.managed(), stream.holdsBack(), stream.idle(), unacked);
    }
}
