package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import org.xmpp.packet.JID;

/** Knows who is a stranger to whom. Thread-safe. */
@FunctionalInterface
public interface Contacts {

    /** Takes everybody for known. */
    Contacts ALL_KNOWN = (username, sender) -> false;

    /**
     * @param username whose contacts, by local part
     * @param sender somebody
     * @return whether it is known that the user's roster has nobody of that address. May ask the database where the calling thread may
     *     wait; where it may not, and nothing is in memory, nobody is a stranger.
     */
    boolean stranger(String username, JID sender);
}
