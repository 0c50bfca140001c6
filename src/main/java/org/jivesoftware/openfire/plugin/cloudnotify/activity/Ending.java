package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import org.jspecify.annotations.Nullable;

/** What became of a reason to push, so far, in the few kinds that an administrator looks for. */
public enum Ending {
    /** The service took the push. */
    ACCEPTED,
    /** The service refused the push, or did not answer in time. */
    FAILED,
    /** The service has the push and did not answer yet. */
    UNANSWERED,
    /** It is still to be pushed. */
    WAITS,
    /** There was something against it. */
    NOT_PUSHED,
    /** It should have been pushed, and never will be. */
    LOST;

    /**
     * @param outcome what was decided
     * @param condition the answer's, or null where there is none
     * @return what became of it
     */
    public static Ending of(Outcome outcome, @Nullable String condition) {
        return switch (outcome) {
            case PUSHED -> condition == null ? UNANSWERED : condition.equals(Answer.RESULT) ? ACCEPTED : FAILED;
            case MERGED, SERVICE_DOWN, REFUSED, RATE_LIMITED, AT_ANOTHER_DEVICE, DATABASE_DOWN, OVERLOADED -> WAITS;
            case EXPIRED, LOST -> LOST;
            default -> NOT_PUSHED;
        };
    }
}
