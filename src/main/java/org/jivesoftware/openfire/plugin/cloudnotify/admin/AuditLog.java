package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import org.jspecify.annotations.Nullable;

/** Openfire's security audit log. */
@FunctionalInterface
public interface AuditLog {

    /**
     * Writes one entry.
     *
     * @param administrator the user name of who did it
     * @param summary what was done, in a few words
     * @param details what exactly, one line each, or null
     */
    void log(String administrator, String summary, @Nullable String details);
}
