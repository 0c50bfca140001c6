package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/**
 * What clients of Push 2.0 ask for (behaviour §13).
 *
 * @param envelope what is said is a message in an envelope, and how it is signed for
 * @param relayKeys what is said is encrypted by these keys of the client, though a relay brings it
 * @param contentless nothing is said, only that there is something
 * @param importantOnly no pushes for what is not important
 * @param grace for how many seconds pushes wait after their user was at another device
 * @param mentionsOnly chats that push only where they mention the user or reply to the user, one in each line
 * @param namedOnly the same where they mention the user
 * @param repliesOnly the same where they reply to the user
 */
public record Push2Features(Kept envelope, Kept relayKeys, Kept contentless, Kept importantOnly, Kept grace, Kept mentionsOnly,
                            Kept namedOnly, Kept repliesOnly) {

    Push2Features() {
        this(new Kept("push2"), new Kept("relay-keys"), new Kept("contentless"), new Kept("important-only"), new Kept("grace"),
            new Kept("mentions-only"), new Kept("named-only"), new Kept("replies-only"));
    }

    /**
     * @param registration any
     * @return for how long its pushes wait after their user was at another device, as its client wants it
     */
    public Duration graceOf(Registration registration) {
        try {
            String seconds = grace.asked(registration) ? grace.of(registration) : null;
            return seconds == null ? Duration.ZERO : Duration.ofSeconds(Integer.parseInt(seconds));
        } catch (IllegalArgumentException e) {
            // A later version wrote it.
            return Duration.ZERO;
        }
    }
}
