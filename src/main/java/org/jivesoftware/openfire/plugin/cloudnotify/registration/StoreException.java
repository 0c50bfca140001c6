package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import org.jspecify.annotations.Nullable;

/** The database did not do what was asked; nothing was changed. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was tried
     * @param cause what went wrong
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
