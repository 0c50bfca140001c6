package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Has what a stanza causes done by the thread that routes it, where that waits for nothing (behaviour §8): it makes up most of a push's
 * cost
 * to wake a thread, and most of its delay until one of a busy server's processors gets round to it. Everywhere else a lane's own thread
 * does it. Conditions:
 * <ul>
 * <li>the lane is idle, so that nothing is overtaken;</li>
 * <li>all that is needed to know of the user is in memory, so that no database is asked, and each of the user's services takes a publish
 * without
 * delay;</li>
 * <li>nothing else has to be waited for: no other plugin is asked for its opinion;</li>
 * <li>the thread routes this one stanza only, and for the first time. What is routed again is routed under the lock of a session that
 * ends, and for what may be a copy all of the user's sessions are asked, under a lock of each.</li>
 * </ul>
 * Thread-safe.
 */
public final class OnRoutingThread implements StanzaLanes {

    private final Lanes lanes;
    private final LongPredicate alone;
    private final Predicate<String> ready;
    private final FromMemory memory;

    /** What is in memory of users. */
    @FunctionalInterface
    public interface FromMemory {

        /**
         * Does work that must not wait for the database.
         *
         * @param username for whom
         * @param work what to do
         * @return whether it was done; false where something that it may need to know of the user is not in memory
         */
        boolean perform(String username, Runnable work);
    }

    /**
     * @param lanes where the work is done
     * @param alone tells whether the calling thread does nothing but route the stanza of that journey for the first time
     * @param ready tells whether nothing else would have to be waited for at a push to that user
     * @param memory does the work with what is in memory
     */
    public OnRoutingThread(Lanes lanes, LongPredicate alone, Predicate<String> ready, FromMemory memory) {
        this.lanes = Objects.requireNonNull(lanes);
        this.alone = Objects.requireNonNull(alone);
        this.ready = Objects.requireNonNull(ready);
        this.memory = Objects.requireNonNull(memory);
    }

    @Override
    public boolean execute(String username, long journey, Runnable work) {
        return alone.test(journey) && ready.test(username) && performed(username, work) || lanes.execute(username, work);
    }

    private boolean performed(String username, Runnable work) {
        boolean[] done = new boolean[1];
        // Looked up on the lane, since what was done there a moment ago may have changed it.
        lanes.perform(username, () -> done[0] = memory.perform(username, () -> {
            // What was begun is not done again, should it fail.
            done[0] = true;
            work.run();
        }));
        return done[0];
    }
}
