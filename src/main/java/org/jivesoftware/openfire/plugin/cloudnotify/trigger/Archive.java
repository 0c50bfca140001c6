package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

/** The server's message archive, as far as users find their messages in it. */
@FunctionalInterface
public interface Archive {

    /** @return whether messages between users are archived at present. Cheap. */
    boolean keepsMessages();

    /** @return whether what occupants of rooms say to one another in private is, too. Cheap. */
    default boolean keepsPrivateMessages() {
        return false;
    }
}
