package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The buttons below the list of services. */
enum ServiceAction {
    /** Sends a test push to one of its devices. */
    TEST("tested"),
    /** Tries one that does not work at once. */
    TRY("tried"),
    /** Finds out whether it can be reached. */
    CHECK("checked"),
    /** Lets pushes go there. */
    ALLOW("allowed"),
    /** Lets no pushes go there. */
    DENY("denied");

    private final String done;

    ServiceAction(String done) {
        this.done = done;
    }

    /** @return what was done, for the audit log, which is in English in all of Openfire */
    String done() {
        return done;
    }

    /** @return the button of that name, or null */
    static @Nullable ServiceAction named(String name) {
        for (ServiceAction action : values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(name)) {
                return action;
            }
        }
        return null;
    }
}
