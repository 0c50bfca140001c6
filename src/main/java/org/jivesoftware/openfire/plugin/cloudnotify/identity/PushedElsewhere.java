package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A stanza that was pushed to a registration, in the words that one cluster node tells another: should it travel on through that node,
 * it is not pushed again. Immutable.
 *
 * @param key the registration
 * @param fingerprint what the stanza looks like
 * @param unique whether its look alone tells it from all others, as that of a call does
 * @param request whether it asks for a subscription, which is forgotten as soon as the device is back
 * @param journey one from elsewhere, which all pushes of one journey on one node share, and no others
 * @param stamp the time that a delay of a copy states, in milliseconds, or null where it is not known
 * @param copy whether it was a delayed copy itself
 * @param seen when it was pushed, in milliseconds
 */
public record PushedElsewhere(RegistrationKey key, Fingerprint fingerprint, boolean unique, boolean request, Journey journey,
                              @Nullable Long stamp, boolean copy, long seen) {

    /** Checks. */
    public PushedElsewhere {
        Objects.requireNonNull(key);
        Objects.requireNonNull(fingerprint);
        if (journey.origin() != Journey.Origin.ELSEWHERE) {
            throw new IllegalArgumentException("What another node pushed is on a journey of its own");
        }
    }
}
