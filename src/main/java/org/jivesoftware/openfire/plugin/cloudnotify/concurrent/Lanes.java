package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

/** Where the work for users is done, off the threads that route stanzas. Thread-safe. */
public interface Lanes {

    /**
     * Has work done soon, after all that was given before for the same user. Never blocks.
     *
     * @param username for whom; not null
     * @param work what to do; not null
     * @return false where there is no room, or this is closed: then it will not be done
     */
    boolean execute(String username, Runnable work);

    /**
     * @param username a user; not null
     * @return whether the calling thread is working for that user's lane at present, so that more work can be done at once
     */
    default boolean isCurrent(String username) {
        return false;
    }
}
