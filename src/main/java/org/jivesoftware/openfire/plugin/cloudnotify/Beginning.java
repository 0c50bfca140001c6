package org.jivesoftware.openfire.plugin.cloudnotify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin's start. Where several nodes of a cluster start at once, Openfire's caches are of no use for a while: one of its listeners was
 * seen to wait for them for a minute and to fail then. Not every Openfire loads a plugin once more that failed, so it begins anew itself.
 */
final class Beginning {

    /** How often at most. */
    static final int ATTEMPTS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private Beginning() {
    }

    /**
     * @param starting starts all; not null. What it throws at last goes on to the caller, an {@link Error} at once.
     * @param undoing leaves nothing of an attempt; not null
     */
    static void of(Runnable starting, Runnable undoing) {
        int attempt = 1;
        while (!done(starting, undoing, attempt == ATTEMPTS)) {
            attempt++;
        }
    }

    private static boolean done(Runnable starting, Runnable undoing, boolean last) {
        try {
            starting.run();
            return true;
        } catch (RuntimeException | Error e) {
            undoing.run();
            if (last || e instanceof Error) {
                throw e;
            }
            LOG.warn("Cloud Notify could not be started, and begins anew", e);
            return false;
        }
    }
}
