package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * It is a registration's turn at its service.
 *
 * @param key whose
 * @param probe whether its push is to find out whether the service is back
 */
public record Turn(RegistrationKey key, boolean probe) {

    /** Checks. */
    public Turn {
        Objects.requireNonNull(key);
    }
}
