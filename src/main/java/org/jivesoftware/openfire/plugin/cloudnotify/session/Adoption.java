package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.function.BiPredicate;

/**
 * The sessions that were online before the plugin: looked up a few at a time, so that a start does not flood the database. Thread-safe.
 */
final class Adoption {

    private static final int AT_ONCE = 500;

    private final Queue<ClientStream> waiting = new ArrayDeque<>();
    private Instant started = Instant.MIN;

    synchronized void begin(Collection<ClientStream> streams, Instant now) {
        started = now;
        waiting.addAll(streams);
    }

    /**
     * Goes on.
     *
     * @param maxAckDelay when a connected session counts as gone
     * @param adopts is given a session, and since when what waits in it is news; false where there is no room at present
     */
    synchronized void some(Duration maxAckDelay, BiPredicate<ClientStream, Instant> adopts) {
        for (int i = 0; i < AT_ONCE && !waiting.isEmpty(); i++) {
            ClientStream stream = waiting.peek();
            if (!adopts.test(stream, stream.detached() ? started : started.minus(maxAckDelay))) {
                return;
            }
            waiting.remove();
        }
    }

    synchronized void end() {
        waiting.clear();
    }
}
