package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What answers do to a registration (behaviour §4). Pure but for the settings; thread-safe.
 */
final class ErrorPolicy {

    /** So often in a row a service says that a device is dead before that is believed. */
    static final int GONE_LIMIT = 3;

    private final Settings settings;

    /** @param settings for max-errors and retry-disabled-after */
    ErrorPolicy(Settings settings) {
        this.settings = Objects.requireNonNull(settings);
    }

    /**
     * @param before the health so far
     * @param reply what was answered
     * @param now the time
     * @return the health from now on; the very same where nothing changed
     */
    Health after(Health before, Reply reply, Instant now) {
        if (before.disabledByAdministrator()) {
            return before;
        }
        return switch (reply.kind()) {
            case RESULT -> Health.GOOD;
            case TRANSIENT, DEFERRED, REFUSED -> before;
            case COUNTED, DEAD -> failed(before, reply, now);
        };
    }

    private Health failed(Health before, Reply reply, Instant now) {
        if (before.disabled()) {
            // A trial, or a push that was on its way. The date stays: 30 days after it the registration goes, however often it was tried.
            return before.lastError() != null && before.lastError().equals(reply.condition()) ? before
                : new Health(before.errors(), before.gone(), before.disabledSince(), reply.condition());
        }
        int errors = before.errors() + 1;
        int gone = reply.kind() == Reply.Kind.DEAD ? before.gone() + 1 : 0;
        boolean disabled = errors >= settings.get(Settings.MAX_ERRORS) || gone >= GONE_LIMIT;
        return new Health(errors, gone, disabled ? now : null, reply.condition());
    }

    /**
     * @param before the health so far
     * @param errors how many of its errors were not the device's; not negative
     * @return the health without them
     */
    Health forgiven(Health before, int errors) {
        if (before.disabledByAdministrator() || before.errors() == 0) {
            return before;
        }
        int left = Math.max(0, before.errors() - errors);
        boolean still = before.disabled() && (left >= settings.get(Settings.MAX_ERRORS) || before.gone() >= GONE_LIMIT);
        return left == 0 && !still ? Health.GOOD : new Health(left, before.gone(), still ? before.disabledSince() : null,
            before.lastError());
    }

    /**
     * @param health a disabled one
     * @param lastTrial when it was last tried, or null
     * @param now the time
     * @return whether it is to be tried once more
     */
    boolean worthTrying(Health health, @Nullable Instant lastTrial, Instant now) {
        return !health.disabledByAdministrator() && !health.rests(settings.duration(Settings.RETRY_DISABLED_AFTER), lastTrial, now);
    }
}
