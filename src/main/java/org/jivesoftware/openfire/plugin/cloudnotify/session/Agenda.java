package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * When a session is to be looked at, and what was noticed since the last look. Thread-safe: any thread notices and asks, looks begin on
 * the user's lane.
 */
final class Agenda {

    /** No look is due before something happens. */
    static final long NEVER = Long.MAX_VALUE;
    /** After so many milliseconds, where the registrations could not be asked, or something failed. */
    static final long AGAIN = 1_000;
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

    /** @param millis somebody should look then, or earlier */
    void notAfter(long millis) {
        next = Math.min(next, millis);
    }

    /**
     * Soon while an acknowledgement is awaited, since its time is of interest; later while it is late, or stanzas are held back.
     *
     * @param look what was found
     * @param state what was made of it
     * @param watched whether it belongs to a registration, and is managed
     * @param unsure whether its user's registrations could not be asked
     * @param backlog what waits in it
     * @param now the time in milliseconds
     * @return when somebody should look again
     */
    long after(Observation look, SessionState state, boolean watched, boolean unsure, Backlog backlog, long now) {
        if (backlog.pending()) {
            return SOON;
        }
        if (unsure) {
            return now + AGAIN;
        }
        if (look.detached() || !watched) {
            return NEVER;
        }
        if (state instanceof SessionState.Asked asked) {
            return now + (asked.since().plusSeconds(2).isAfter(look.now()) ? 0 : 900);
        }
        return state instanceof SessionState.Stalled ? now + 900 : backlog.expects() ? now + 1_900 : NEVER;
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
