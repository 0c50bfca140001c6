package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What became of a test push.
 *
 * @param outcome PUSHED, or why not
 * @param answer what the service answered, or that it did not; null where nothing was pushed
 */
public record TestResult(Outcome outcome, @Nullable Answer answer) {

    /** Checks. */
    public TestResult {
        Objects.requireNonNull(outcome);
    }
}
