package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * What a service answered to a push.
 *
 * @param time when it came, or when waiting ended
 * @param pushId the id of {@link Decision} that it belongs to
 * @param key the registration that was pushed to
 * @param condition "result", the error's condition, or "timeout"
 * @param latency from publish to answer
 */
public record Answer(Instant time, String pushId, RegistrationKey key, String condition, Duration latency) {

    /** The condition of a healthy answer. */
    public static final String RESULT = "result";
    /** The condition where none came. */
    public static final String TIMEOUT = "timeout";

    /** Checks. */
    public Answer {
        Objects.requireNonNull(time);
        Objects.requireNonNull(pushId);
        Objects.requireNonNull(key);
        Objects.requireNonNull(condition);
        Objects.requireNonNull(latency);
    }
}
