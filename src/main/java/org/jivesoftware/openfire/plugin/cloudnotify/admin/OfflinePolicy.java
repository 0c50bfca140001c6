package org.jivesoftware.openfire.plugin.cloudnotify.admin;

/** What Openfire does with a message for somebody who is not there. */
public enum OfflinePolicy {
    /** Stores it. */
    STORES,
    /** Stored no more, since too much is stored already: sends it back. */
    FULL_BOUNCES,
    /** Stored no more, since too much is stored already: drops it. */
    FULL_DROPS,
    /** Sends it back. */
    BOUNCES,
    /** Drops it. */
    DROPS
}
