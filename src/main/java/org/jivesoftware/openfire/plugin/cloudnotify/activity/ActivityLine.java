package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jspecify.annotations.Nullable;

/**
 * One line of the activity: a decision with what became of it. Holds no body and no node. Immutable.
 *
 * @param number larger than that of every earlier line
 * @param time when it was decided
 * @param username whose device
 * @param service the device's service, or null where it was decided for all of the user's devices
 * @param registration the id of the device's registration, or null where it was decided for all of the user's devices
 * @param trigger what made a push due
 * @param outcome what was decided
 * @param sender the sender, shortened, or null
 * @param detail a figure or a name that belongs to the outcome, or null
 * @param condition what the service answered (see {@link Answer}), or null where it has not, or where nothing was published
 * @param latency from publish to answer, or null where there is no answer
 * @param before the number of the line that says what became of the same stanza and device before, or 0
 * @param restored whether it is of the time before a restart, so that no answer will come any more
 */
public record ActivityLine(long number, Instant time, String username, @Nullable PushService service, @Nullable String registration,
                           Trigger trigger, Outcome outcome, @Nullable String sender, @Nullable String detail, @Nullable String condition,
                           @Nullable Duration latency, long before, boolean restored) {

    /** Checks. */
    public ActivityLine {
        Objects.requireNonNull(time);
        Objects.requireNonNull(username);
        Objects.requireNonNull(trigger);
        Objects.requireNonNull(outcome);
    }

    /** @return what became of it so far */
    public Ending ending() {
        return Ending.of(outcome, condition);
    }
}
