package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLine;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jspecify.annotations.Nullable;

/** Puts what was decided, and what services answered, into words. */
final class ActivityWords {

    private static final String PROBE = "probe";

    private final Texts texts;

    ActivityWords(Texts texts) {
        this.texts = texts;
    }

    /** @return what was decided and why */
    String decision(ActivityLine line) {
        String key = "outcome." + line.outcome();
        String detail = line.detail();
        if (detail == null) {
            return texts.get(key);
        }
        if (line.outcome() == Outcome.ACKNOWLEDGED && detail.matches("\\d{1,9}")) {
            return texts.get(key + ".after", texts.seconds(Duration.ofMillis(Long.parseLong(detail))));
        }
        if (line.outcome() == Outcome.PUSHED && detail.equals(PROBE)) {
            return texts.get("outcome.PUSHED.probe");
        }
        if (line.outcome() == Outcome.VETOED) {
            return texts.get("outcome.VETOED.by", detail);
        }
        return texts.get("outcome.detail", texts.get(key), detail);
    }

    /** @return what the service answered, or why that is not known, or null where nothing was asked of it */
    @Nullable String answer(ActivityLine line) {
        if (line.condition() != null) {
            return condition(line.condition());
        }
        return line.outcome() != Outcome.PUSHED ? null : texts.get(line.restored() ? "answer.unknown" : "answer.waiting");
    }

    /** @return an answer in words */
    String condition(String condition) {
        String key = "answer." + condition;
        return texts.get(texts.has(key) ? key : "answer.undefined-condition");
    }
}
