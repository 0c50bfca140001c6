package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

/** Where that is done which a stanza causes on its way to a user. Thread-safe. */
@FunctionalInterface
public interface StanzaLanes {

    /**
     * Has work done on the user's lane of the {@link Lanes}, now or soon. Waits for nothing but, at most, the work itself.
     *
     * @param username for whom
     * @param journey the number of the stanza's journey
     * @param work what to do
     * @return false where there is no room: then it will not be done
     */
    boolean execute(String username, long journey, Runnable work);
}
