package org.jivesoftware.openfire.plugin.cloudnotify.feature;

/** The app understands what a push says of a call. Calls push without it, too, only with less in them. */
public final class Jingle extends Switch {

    /** The namespace of what is asked for. */
    public static final String NAMESPACE = "tigase:push:jingle:0";

    Jingle() {
        super("jingle", NAMESPACE);
    }
}
