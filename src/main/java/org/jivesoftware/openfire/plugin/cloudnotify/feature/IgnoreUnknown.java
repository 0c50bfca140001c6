package org.jivesoftware.openfire.plugin.cloudnotify.feature;

/** The app wants no pushes for senders that are not on the user's roster. Group chats are exempt. */
public final class IgnoreUnknown extends Switch {

    /** The namespace of what is asked for. */
    public static final String NAMESPACE = "tigase:push:filter:ignore-unknown:0";

    IgnoreUnknown() {
        super("ignore-unknown", NAMESPACE);
    }
}
