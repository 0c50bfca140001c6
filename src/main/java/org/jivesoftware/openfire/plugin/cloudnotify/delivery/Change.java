package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

/** What an answer changed at its service. */
enum Change {
    /** Nothing. */
    NONE,
    /** Nothing goes out any more, or not for longer. */
    OPENED,
    /** It works again. */
    CLOSED,
    /** Its devices' errors of the last minutes were its own. */
    SICK
}
