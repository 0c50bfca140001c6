package org.jivesoftware.openfire.plugin.cloudnotify.registration;

/**
 * Is told after registrations changed on this node. Called by the thread that made the change, with no lock held that a listener
 * could wait for; must be quick and not throw.
 */
public interface RegistrationListener {

    /**
     * @param registration what a client enabled, for the first time or again
     */
    default void enabled(Registration registration) {
    }

    /**
     * @param registration what is no more, for whatever reason
     */
    default void removed(Registration registration) {
    }

    /**
     * @param registration what was disabled: kept, but not published to
     */
    default void disabled(Registration registration) {
    }

    /**
     * @param username whose registrations changed in any way
     */
    default void changed(String username) {
    }
}
