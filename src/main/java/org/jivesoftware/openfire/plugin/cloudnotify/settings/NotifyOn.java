package org.jivesoftware.openfire.plugin.cloudnotify.settings;

/** Which stanzas wake a device (property {@code cloudnotify.notify-on}, behaviour §2). */
public enum NotifyOn {
    /** Unimportant stanzas wake a hibernated device too, once per absence. */
    ALL,
    /** Only important stanzas do. */
    IMPORTANT
}
