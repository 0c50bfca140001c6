package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A push to the administrator's own browser, of which nothing is kept. Thread-safe; nothing waits. */
public interface BrowserTrial {

    /** @return the public key that browsers subscribe with, or null where there is none yet */
    @Nullable String knownKey();

    /** @return whether there is a way to browsers at present */
    boolean possible();

    /**
     * Sends a push.
     *
     * @param endpoint where the browser gets it; hostile
     * @param p256dh the browser's public key in base64; hostile
     * @param auth the browser's secret in base64; hostile
     * @param text what it says
     * @return what was answered, as in the activity; never fails
     * @throws IllegalArgumentException if that is no endpoint; the message says why, and holds nothing of what was sent
     */
    CompletableFuture<String> send(String endpoint, String p256dh, String auth, String text);
}
