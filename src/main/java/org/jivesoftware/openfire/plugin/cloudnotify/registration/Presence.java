package org.jivesoftware.openfire.plugin.cloudnotify.registration;

/** Knows which devices are in use. Thread-safe; nothing blocks. */
@FunctionalInterface
public interface Presence {

    /**
     * The last look before a push goes out that may have waited: that a session was resumed is noticed a moment later only.
     *
     * @param key which registration
     * @return whether a session that is bound to it is connected and answers; false where only the database knows
     */
    boolean inUse(RegistrationKey key);

    /**
     * @param key which registration
     * @return whether any session that is bound to it is connected and answers, though others may sleep
     */
    default boolean connected(RegistrationKey key) {
        return inUse(key);
    }
}
