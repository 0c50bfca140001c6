package org.jivesoftware.openfire.plugin.cloudnotify.registration;

/** Hears of accounts that come and go. Called by whichever thread makes them; must not block. */
public interface AccountNews {

    /** @param username the local part of an account that was just made */
    void created(String username);

    /** @param username the local part of an account that is about to be deleted */
    void deleted(String username);
}
