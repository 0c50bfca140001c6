package org.jivesoftware.openfire.plugin.cloudnotify.settings;

/** What {@code message-count} says (property {@code cloudnotify.message-count-mode}, behaviour §3). */
public enum MessageCountMode {
    /** The important stanzas since the device was last online. */
    ACTUAL,
    /** Always 1, as mod_cloud_notify sends it. */
    ONE
}
