package org.jivesoftware.openfire.plugin.cloudnotify.settings;

/** Whether members of a group chat who are not in it are woken (property {@code cloudnotify.group-chats}, docs/behaviour.md §9). */
public enum GroupChats {
    /** In members-only rooms by every message, in others by mentions, unless the user chose otherwise. */
    MEMBERS,
    /** Only where the user asked for it. */
    ASKED,
    /** Not at all. */
    NEVER
}
