package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

/** User accounts and what belongs to them: roster and privacy lists. */
public interface UserCommands {

    /** Creates an account. */
    void create(String username, String password);

    /** Deletes an account, with the events that deleting it in the admin console causes, and closes its sessions. */
    void delete(String username);

    /** Locks an account, as the admin console does, or unlocks it. */
    void lock(String username, boolean locked);

    /** Tells whether the account exists. */
    boolean exists(String username);

    /**
     * Makes a group.
     *
     * @return its address, by which it can have affiliations in rooms
     */
    String group(String name);

    /** Adds a user to a group, or removes one from it, with the events that this causes. */
    void groupMember(String name, String jid, boolean member);

    /**
     * Puts a contact on a user's roster.
     *
     * @param subscription "none", "to", "from" or "both"
     */
    void rosterItem(String username, String contactJid, String subscription);

    /**
     * Stores a privacy list (XEP-0016) and makes it the user's default.
     *
     * @param itemsXml the list's {@code <item/>} elements
     */
    void defaultPrivacyList(String username, String listName, String itemsXml);

    /** Deletes a privacy list. */
    void deletePrivacyList(String username, String listName);

    /**
     * What becomes of messages for users who are away.
     *
     * @param type "store", "store_and_bounce", "store_and_drop", "bounce" or "drop"
     * @param quota how many bytes are stored for one user
     */
    void offlineStorage(String type, int quota);
}
