package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A push that waits, as the database keeps it. Immutable.
 *
 * @param key to which registration
 * @param waitsFor a word for what it waits for, of at most 32 characters
 * @param since since when
 * @param due until when, where that is known, else null
 * @param causes why, in ASCII, with nothing in it of what anybody wrote
 */
public record WaitingRow(RegistrationKey key, String waitsFor, Instant since, @Nullable Instant due, String causes) {

    /** Checks. */
    public WaitingRow {
        Objects.requireNonNull(key);
        Objects.requireNonNull(waitsFor);
        Objects.requireNonNull(since);
        Objects.requireNonNull(causes);
    }
}
