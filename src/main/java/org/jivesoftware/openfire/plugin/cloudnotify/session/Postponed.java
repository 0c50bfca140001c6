package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;

/**
 * Work for which there was no room on a user's lane: it is tried again at each poll. What comes when {@value #MOST} pieces wait already is
 * dropped: a session that was not tracked for that is found by what is sent to it, and one that is tracked is looked at by the poll.
 * Thread-safe.
 */
final class Postponed {

    static final int MOST = 10_000;

    private final Lanes lanes;
    private final Queue<Work> waiting = new LinkedBlockingQueue<>(MOST);

    private record Work(String username, Runnable work) {
    }

    /** @param lanes where the work is done */
    Postponed(Lanes lanes) {
        this.lanes = Objects.requireNonNull(lanes);
    }

    /**
     * Has work done now or later.
     *
     * @param username for whom
     * @param work what
     */
    void execute(String username, Runnable work) {
        if (!lanes.execute(username, work)) {
            waiting.offer(new Work(username, work));
        }
    }

    /** Tries again. */
    void retry() {
        for (int i = waiting.size(); i > 0; i--) {
            Work next = waiting.poll();
            if (next != null) {
                execute(next.username, next.work);
            }
        }
    }

    void clear() {
        waiting.clear();
    }
}
