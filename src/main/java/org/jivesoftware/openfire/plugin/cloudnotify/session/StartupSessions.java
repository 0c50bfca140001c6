package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * The sessions that were online before the plugin: looked up a few at a time, so that a start does not flood the database. Thread-safe.
 */
final class StartupSessions {

    private static final int AT_ONCE = 500;

    private final Queue<ClientStream> waiting = new ArrayDeque<>();
    private final Instant started;
    /** Until when a plugin heard what came for them; set before the first of them is looked at. */
    private volatile Instant heardUntil;

    StartupSessions(Instant started) {
        this.started = started;
        this.heardUntil = started;
    }

    /** @param until when the plugin that ran before ended, so that what came since is news */
    void heard(Instant until) {
        if (until.isBefore(started)) {
            heardUntil = until;
        }
    }

    synchronized void begin(Collection<ClientStream> streams) {
        waiting.addAll(streams);
    }

    /** @return since when what waits in a session is news, also where a stanza comes for it before its turn */
    Instant newsSince(ClientStream stream, Duration maxAckDelay) {
        return stream.detached() ? heardUntil : heardUntil.minus(maxAckDelay);
    }

    /**
     * Goes on.
     *
     * @param adopts is given a session; false where there is no room at present
     */
    synchronized void some(Predicate<ClientStream> adopts) {
        for (int i = 0; i < AT_ONCE && !waiting.isEmpty(); i++) {
            ClientStream stream = waiting.peek();
            if (!adopts.test(stream)) {
                return;
            }
            waiting.remove();
        }
    }

    synchronized void end() {
        waiting.clear();
    }
}
