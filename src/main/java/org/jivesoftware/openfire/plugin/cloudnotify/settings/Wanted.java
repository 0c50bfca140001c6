package org.jivesoftware.openfire.plugin.cloudnotify.settings;

/** Who gets pushes that not every app understands (docs/behaviour.md §2 and §11). */
public enum Wanted {
    /** Only devices whose app asked for what goes with it. */
    ASKED,
    /** All. */
    ALL,
    /** None. */
    NEVER
}
