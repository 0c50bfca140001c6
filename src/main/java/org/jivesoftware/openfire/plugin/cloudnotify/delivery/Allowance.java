package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many pushes to one service may be unanswered: what comes then waits. A service that has not answered yet, and those together, get
 * less. Guarded by its {@link ServiceLine}.
 */
final class Allowance {

    /** So many pushes to one service may be unanswered; what comes then waits. */
    static final int MAX_UNANSWERED = 1_000;
    /** The same for a service that has not answered yet. */
    static final int UNKNOWN_SHARE = 100;
    /** The part of that which no other service can use up. */
    static final int OWN_SHARE = 20;
    /** The same for a service that has not answered yet. */
    static final int UNKNOWN_OWN_SHARE = 5;
    /** The part of all unanswered pushes that those services have together. */
    static final int MAX_OF_STRANGERS = 2_000;

    /** How many pushes are unanswered by services that have not answered yet. */
    private final AtomicInteger strangers;
    private int unanswered;
    private boolean known;

    Allowance(AtomicInteger strangers) {
        this.strangers = strangers;
    }

    int unanswered() {
        return unanswered;
    }

    /** @return whether it has ever answered */
    boolean known() {
        return known;
    }

    /**
     * @param room how many the limit over all services leaves
     * @return how many more may go out
     */
    int more(int room) {
        return Math.max(0, share(room + unanswered) - unanswered);
    }

    private int share(int room) {
        return known ? Math.max(OWN_SHARE, Math.min(MAX_UNANSWERED, room))
            : Math.max(UNKNOWN_OWN_SHARE, Math.min(UNKNOWN_SHARE, Math.min(room, MAX_OF_STRANGERS - strangers.get() + unanswered)));
    }

    /** One more, or less, is unanswered. */
    void count(int more) {
        unanswered = Math.max(0, unanswered + more);
        strangers.addAndGet(known ? 0 : more);
    }

    /** It has answered. */
    void introduced() {
        if (!known) {
            known = true;
            strangers.addAndGet(-unanswered);
        }
    }
}
