package org.jivesoftware.openfire.plugin.cloudnotify.feature;

/** The app wants to know how urgent a push is: pushes then say high or low. */
public final class Priority extends Switch {

    /** The namespace of what is asked for. */
    public static final String NAMESPACE = "tigase:push:priority:0";

    Priority() {
        super("priority", NAMESPACE);
    }
}
