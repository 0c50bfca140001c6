package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/** The buttons below the list of registrations. */
enum RegistrationAction {
    /** Sends a test push. Changes nothing, so it has no {@link #apply}. */
    TEST("tested"),
    /** Stops publishing. */
    DISABLE("disabled"),
    /** Starts publishing again. */
    ENABLE("enabled again"),
    /** Removes, after a confirmation. */
    DELETE("deleted");

    private final String done;

    RegistrationAction(String done) {
        this.done = done;
    }

    /** @return the action of that name, if there is one */
    static Optional<RegistrationAction> named(String name) {
        return Arrays.stream(values()).filter(action -> action.name().toLowerCase(Locale.ROOT).equals(name)).findFirst();
    }

    /** @return what was done, for the audit log, which is in English in all of Openfire */
    String done() {
        return done;
    }

    /**
     * Does it.
     *
     * @return false if there is no such registration any more
     * @throws StoreException if the database fails
     */
    boolean apply(RegistrationActions actions, RegistrationKey key) throws StoreException {
        return switch (this) {
            case DISABLE -> actions.disable(key);
            case ENABLE -> actions.enableAgain(key);
            case DELETE -> actions.delete(key);
            case TEST -> throw new IllegalStateException("A test push changes nothing");
        };
    }
}
