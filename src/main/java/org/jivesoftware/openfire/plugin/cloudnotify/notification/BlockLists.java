package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/** Knows whom users block. Asked on the user's lane, since the server may ask its database. */
public interface BlockLists {

    /**
     * @param username whose; not null
     * @param stanza a stanza for that user; not null
     * @return whether a privacy or block list of the user stops it (XEP-0016, XEP-0191)
     */
    boolean blocks(String username, Stanza stanza);

    /**
     * The same, for a thread that must not wait for the database or for another cluster node.
     *
     * @return answers by what is in memory: somebody of whom nothing is there blocks nobody; never null
     */
    BlockLists fromMemory();
}
