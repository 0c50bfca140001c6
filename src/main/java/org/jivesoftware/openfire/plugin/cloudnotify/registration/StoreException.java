package org.jivesoftware.openfire.plugin.cloudnotify.registration;

/** The database did not do what was asked; nothing was changed. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was tried
     * @param cause what went wrong
     */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
