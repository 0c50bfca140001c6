package org.jivesoftware.openfire.plugin.cloudnotify.room;

/** What is wanted of a room. */
public enum RoomWish {
    /** Every important message wakes. */
    ALWAYS,
    /** Those wake that mention the user. */
    ON_MENTION,
    /** Nothing does. */
    NEVER
}
