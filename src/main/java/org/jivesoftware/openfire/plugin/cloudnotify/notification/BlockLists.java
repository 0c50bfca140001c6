package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * Knows whom users block. Asks the database where the calling thread may wait; else memory must do, and somebody of whom nothing is there
 * blocks nobody.
 */
@FunctionalInterface
public interface BlockLists {

    /**
     * @param username whose
     * @param stanza a stanza for that user
     * @return whether a privacy or block list of the user stops it (XEP-0016, XEP-0191)
     */
    boolean blocks(String username, Stanza stanza);
}
