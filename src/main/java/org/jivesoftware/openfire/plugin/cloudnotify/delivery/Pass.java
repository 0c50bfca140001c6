package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

/** Whether a push may go out. */
public enum Pass {
    /** Yes; it counts as unanswered from now on. */
    GO,
    /** Yes, as the one that finds out whether the service is back. */
    PROBE,
    /** No. */
    WAIT
}
