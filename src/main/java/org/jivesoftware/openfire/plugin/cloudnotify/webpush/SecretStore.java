package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import org.jspecify.annotations.Nullable;

/** Where keys are kept, for all nodes of a cluster and over restarts. */
public interface SecretStore {

    /**
     * @param name of what
     * @return it, or null where there is none
     */
    @Nullable String get(String name);

    /**
     * @param name of what
     * @param value to keep, in a form that nobody can read who reads the database alone, where that can be had
     */
    void put(String name, String value);
}
