package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;

/**
 * Hears of registrations that are no more: from the result of a disable on, nothing goes there (spec §1).
 *
 * @param removed takes each; not null
 */
record Removals(Consumer<RegistrationKey> removed) implements RegistrationListener {

    @Override
    public void removed(Registration registration) {
        removed.accept(registration.key());
    }
}
