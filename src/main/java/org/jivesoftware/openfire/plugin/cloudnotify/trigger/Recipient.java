package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import org.jivesoftware.openfire.plugin.cloudnotify.notification.BlockLists;
import org.xmpp.packet.JID;

/**
 * What the server knows of the user that a stanza was sent to. Where the calling thread may not wait for the database or for another
 * cluster node, memory must do: somebody of whom nothing is there blocks nobody and has no request waiting.
 */
public interface Recipient extends BlockLists {

    /**
     * @param username whose
     * @return whether a session of the user is connected at this cluster node and available. A session that lost its connection is not,
     *     though contacts see
     *     it so: nobody would notice a request in it.
     */
    boolean available(String username);

    /**
     * @param username whose
     * @return whether sessions of the user are connected and available, and all of these are away or xa
     */
    boolean away(String username);

    /**
     * @param username whose
     * @param contact who asks
     * @return whether a subscription request of that contact waits for the user's answer
     */
    boolean isAskedBy(String username, JID contact);

    /**
     * @param username whose
     * @return how many subscription requests wait for the user's answer
     */
    int pendingSubscriptions(String username);
}
