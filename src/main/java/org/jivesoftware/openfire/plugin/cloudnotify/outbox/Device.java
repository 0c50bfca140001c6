package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/** One registration. */
record Device(RegistrationKey key) implements Predicate<Registration> {

    @Override
    public boolean test(Registration registration) {
        return registration.key().equals(key);
    }
}
