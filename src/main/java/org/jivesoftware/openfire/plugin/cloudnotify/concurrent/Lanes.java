package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

/** Where the work for users is done, off the threads that route stanzas. Thread-safe. */
public interface Lanes {

    /**
     * Has work done soon, after all that was given before for the same user. Never blocks.
     *
     * @param username for whom
     * @param work what to do
     * @return false where there is no room, or this is closed: then it will not be done
     */
    boolean execute(String username, Runnable work);

    /**
     * Does work at once, on the calling thread, where that user's lane is idle. Waking a lane's own thread costs more than most of its
     * work; but meanwhile all others on that lane wait, so this is for work that waits for nothing.
     *
     * @param username for whom
     * @param work what to do. What it throws is logged.
     * @return whether it was done; false where the lane is busy, or this is closed. Never waits for the lane.
     */
    default boolean perform(String username, Runnable work) {
        return false;
    }

    /**
     * Does work on the calling thread, which {@linkplain #mayWait may not wait} meanwhile: for what a full lane did not take.
     *
     * @param work what to do, by what is in memory
     */
    default void withoutWaiting(Runnable work) {
        work.run();
    }

    /**
     * @return whether the calling thread may wait for the database; false where it is one that routes stanzas and
     *     {@linkplain #perform performs}, or does something {@linkplain #withoutWaiting without waiting}
     */
    default boolean mayWait() {
        return true;
    }

    /**
     * @param username a user
     * @return whether the calling thread is working on that user's lane at present, so that more work can be done at once; where it
     *     {@linkplain #perform performs}, only for the user for whom it does
     */
    default boolean isCurrent(String username) {
        return false;
    }
}
