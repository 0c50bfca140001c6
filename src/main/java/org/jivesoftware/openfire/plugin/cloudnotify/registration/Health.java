package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a registration has been doing (behaviour §4). Written to the database only when it changes, which healthy pushes do not cause.
 *
 * @param errors errors in a row that count toward {@code max-errors}; not negative
 * @param gone answers in a row that say that the device is dead; not negative
 * @param disabledSince since when nothing is published to it, or null where it is enabled
 * @param lastError the condition of the last error, for the administrator, or null
 */
public record Health(int errors, int gone, @Nullable Instant disabledSince, @Nullable String lastError) {

    /** What {@link #lastError()} says of a registration that an administrator disabled. */
    public static final String BY_ADMINISTRATOR = "administrator";
    /** No errors, enabled. */
    public static final Health GOOD = new Health(0, 0, null, null);

    /** Checks. */
    public Health {
        if (errors < 0 || gone < 0) {
            throw new IllegalArgumentException("Error counts are not negative");
        }
    }

    /** @return whether an administrator disabled it, which no answer changes: only a client that enables it anew, or an administrator */
    public boolean disabledByAdministrator() {
        return disabled() && BY_ADMINISTRATOR.equals(lastError);
    }

    /**
     * Whether a disabled one is left alone for now (behaviour §4).
     *
     * @param rest how long it is, from when it was disabled or last tried; zero for ever
     * @param lastTrial when it was last tried, or null where that is not known
     * @param now the time
     * @return false also where it is not disabled
     */
    public boolean rests(Duration rest, @Nullable Instant lastTrial, Instant now) {
        Instant since = disabledSince == null || lastTrial == null || lastTrial.isBefore(disabledSince) ? disabledSince : lastTrial;
        return since != null && (rest.isZero() || now.isBefore(since.plus(rest)));
    }

    /** @return whether nothing is to be published to it */
    public boolean disabled() {
        return disabledSince != null;
    }
}
