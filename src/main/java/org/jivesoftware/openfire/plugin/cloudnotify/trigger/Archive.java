package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

/** The server's message archive. */
@FunctionalInterface
public interface Archive {

    /** @return whether messages between users are archived at present. Cheap. */
    boolean keepsMessages();
}
