package org.jivesoftware.openfire.plugin.cloudnotify.settings;

/** When the archive rule applies (property {@code cloudnotify.archive-trigger}, behaviour §2). */
public enum ArchiveMode {
    /** Only where the Monitoring plugin is installed and archives messages. */
    AUTO,
    /** As if everything were archived. */
    ALWAYS,
    /** Not at all. */
    NEVER
}
