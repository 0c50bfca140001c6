package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/**
 * One decision about one device: what happened, why, and what became of it. Holds no body; the sender only as far as
 * {@link #sender()} says.
 *
 * @param time when it was decided
 * @param username whose device, or {@link #ANYBODY}
 * @param key which registration, or null where it was decided for all of the user's
 * @param trigger what made a push due
 * @param outcome what was decided
 * @param pushId the id of the publish, where the outcome is PUSHED, else null
 * @param sender the sender, shortened so that it helps the administrator without telling who wrote to whom, or null
 * @param detail a figure that belongs to the outcome, for example the milliseconds until the acknowledgement, or null
 * @param about a number that decisions about one stanza share, however it travelled, and hardly any others; 0 where there is none
 */
public record Decision(Instant time, String username, @Nullable RegistrationKey key, Trigger trigger, Outcome outcome,
                       @Nullable String pushId, @Nullable String sender, @Nullable String detail, long about) {

    /** Stands for users of whom is not known who they are; nobody has that name. */
    public static final String ANYBODY = "@";

    /** Checks. */
    public Decision {
        Objects.requireNonNull(time);
        Objects.requireNonNull(username);
        Objects.requireNonNull(trigger);
        Objects.requireNonNull(outcome);
    }

    /**
     * One of which it is not known which stanza it is about.
     *
     * @param time as above
     * @param username as above
     * @param key as above
     * @param trigger as above
     * @param outcome as above
     * @param pushId as above
     * @param sender as above
     * @param detail as above
     */
    public Decision(Instant time, String username, @Nullable RegistrationKey key, Trigger trigger, Outcome outcome, @Nullable String pushId,
                    @Nullable String sender, @Nullable String detail) {
        this(time, username, key, trigger, outcome, pushId, sender, detail, 0);
    }
}
