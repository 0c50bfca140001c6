package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * When a session is to be looked at, and what was noticed since the last look. Thread-safe: any thread notices and asks, looks begin on
 * the user's lane.
 */
final class Agenda {

    /** No look is due before something happens. */
    static final long NEVER = Long.MAX_VALUE;
    /** At the next poll. */
    static final long SOON = 0;

    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean refused;
    private volatile boolean visited;
    private volatile boolean copies;
    private volatile long next;

    /** @return whether no look is on the lane yet, so that one is needed */
    boolean schedule() {
        return scheduled.compareAndSet(false, true);
    }

    /** There was no room for the look on the lane: the poll tries again. */
    void refused() {
        refused = true;
        scheduled.set(false);
    }

    /** The look is about to happen. On the lane. */
    void begun() {
        scheduled.set(false);
        refused = false;
    }

    /** The session was found to be connected, though it is taken for detached. */
    void visited() {
        visited = true;
    }

    /** @return whether it was, since this was asked last. On the lane. */
    boolean takeVisited() {
        boolean was = visited;
        visited = false;
        return was;
    }

    /** Something that may have been routed before was seen on its way here. */
    void copies(boolean some) {
        copies = some;
    }

    /** @return whether something of that kind was, since the last look */
    boolean copies() {
        return copies;
    }

    /** @param millis when somebody should look though nothing happened, in milliseconds of the {@link SteadyClock} */
    void next(long millis) {
        next = millis;
    }

    /** @return whether somebody should look now */
    boolean due(long now) {
        return now >= next || visited || refused;
    }

    /** @return whether nothing of its own makes a look due soon */
    boolean quiet() {
        return !refused && next > SOON;
    }
}
