package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

/** Decides what could not be decided at once. */
public interface Decider {

    /**
     * On the user's lane.
     *
     * @param undecided what
     * @return false where the database still does not answer
     */
    boolean decide(Undecided undecided);

    /** @param undecided what will not be decided any more, since this ends while the database is down */
    void lost(Undecided undecided);
}
