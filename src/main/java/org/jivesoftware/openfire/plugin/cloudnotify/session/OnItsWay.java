package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;

/**
 * A stanza that was seen on its way to a session. Immutable.
 *
 * @param travelling which
 * @param time when, by the {@link SteadyClock}
 * @param detached whether the session had no connection
 * @param held whether the server may have held it back
 * @param told whether it was told of
 */
record OnItsWay(Travelling travelling, Instant time, boolean detached, boolean held, boolean told) {

    /** Checks. */
    OnItsWay {
        Objects.requireNonNull(travelling);
        Objects.requireNonNull(time);
    }

    /** @return whether it may be something that was routed before */
    boolean copy() {
        return travelling.copy();
    }

    Fingerprint fingerprint() {
        return travelling.stanza().fingerprint();
    }

    OnItsWay nowTold() {
        return new OnItsWay(travelling, time, detached, held, true);
    }
}
