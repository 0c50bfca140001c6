package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

/** What a push waits for. */
public enum WaitsFor {
    /** Room in its user's lane. */
    LANE,
    /** The database, which knows whether it is still wanted. */
    DATABASE,
    /** More that it can be one with: until the end of the merge window. */
    MERGE,
    /** Its registration's next minute. */
    RATE,
    /** Its service, which does not work or has not answered enough. */
    SERVICE,
    /** The time when its service, which refused it, is asked again. */
    RETRY,
    /** That another device of the user, which is in use, shows the same. */
    GRACE
}
