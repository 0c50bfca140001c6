package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;

/**
 * What was handed to a session that acknowledges by its requests alone (BOSH), and after which request: what it was sent after the
 * last one, nobody knows whether it got. The last {@value #MOST}; what a later request acknowledges is let go of. Thread-safe.
 */
final class Handed {

    static final int MOST = 200;

    private final ClientStream stream;
    private final Deque<Delivery> deliveries = new ArrayDeque<>(2);
    private long last = -1;

    private record Delivery(Travelling travelling, long request) {
    }

    Handed(ClientStream stream) {
        this.stream = Objects.requireNonNull(stream);
    }

    /**
     * @param travelling what it was handed
     * @param request the number of the client's last request before that
     */
    synchronized void add(Travelling travelling, long request) {
        heard(request);
        if (deliveries.size() == MOST) {
            deliveries.removeFirst();
        }
        deliveries.addLast(new Delivery(travelling, request));
    }

    /** Looks for another request: Openfire forgets those whose other end it knows to be gone. */
    synchronized void look() {
        if (!deliveries.isEmpty()) {
            heard(stream.request());
        }
    }

    private void heard(long request) {
        last = Math.max(last, request);
        // Of the two before, something may be in an answer that was late.
        while (!deliveries.isEmpty() && deliveries.getFirst().request < last - 2) {
            deliveries.removeFirst();
        }
    }

    /** @return what the session took along, now that it has ended; empty where its client ended it itself */
    synchronized List<Travelling> lost() {
        List<Fingerprint> answered = last < 0 ? null : stream.answered(last);
        if (answered == null) {
            return List.of();
        }
        // Of equal ones that which was handed over last: of those before, the client has shown that it got them.
        List<Fingerprint> open = new ArrayList<>(answered);
        Deque<Travelling> lost = new ArrayDeque<>(2);
        deliveries.descendingIterator().forEachRemaining(delivery -> {
            if (open.remove(delivery.travelling.stanza().fingerprint()) || delivery.request >= last) {
                lost.addFirst(delivery.travelling);
            }
        });
        return List.copyOf(lost);
    }
}
