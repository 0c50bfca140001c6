package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/**
 * The one push that waits for a registration. A plain value, which can be shown and stored. Immutable.
 *
 * @param key which registration
 * @param cause why
 * @param waitsFor what it waits for
 * @param since since when something has waited
 * @param until until when, where what it waits for is a time, else null
 * @param attempts how often in a row its service refused it
 */
public record Pending(RegistrationKey key, Cause cause, WaitsFor waitsFor, Instant since, @Nullable Instant until, int attempts) {

    /** Checks. */
    public Pending {
        Objects.requireNonNull(key);
        Objects.requireNonNull(cause);
        Objects.requireNonNull(waitsFor);
        Objects.requireNonNull(since);
        if (attempts < 0) {
            throw new IllegalArgumentException("Not a number of attempts: " + attempts);
        }
    }

    /**
     * @param other why, in other words
     * @return the same for that
     */
    Pending with(Cause other) {
        return new Pending(key, other, waitsFor, since, until, attempts);
    }
}
