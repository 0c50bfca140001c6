package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;

/** A registration that is enabled anew, or is no more, has no past. */
record Anew(Refusals refusals) implements RegistrationListener {

    @Override
    public void enabled(Registration registration) {
        refusals.end(registration.key());
    }

    @Override
    public void removed(Registration registration) {
        refusals.end(registration.key());
    }
}
