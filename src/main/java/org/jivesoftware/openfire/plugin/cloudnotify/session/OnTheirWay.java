package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What was seen on its way to a session, until the user's lane looks at it. Thread-safe. */
final class OnTheirWay {

    /** How many may wait for the lane; what is not in it gets its journey when the queue is read. */
    private static final int MOST = 1_000;

    private final BlockingQueue<OnItsWay> seen = new LinkedBlockingQueue<>(MOST);

    void add(OnItsWay stanza) {
        seen.offer(stanza);
    }

    /** @return all of them, which are here no more; in their order */
    List<OnItsWay> take() {
        List<OnItsWay> taken = new ArrayList<>(2);
        seen.drainTo(taken);
        return taken;
    }
}
