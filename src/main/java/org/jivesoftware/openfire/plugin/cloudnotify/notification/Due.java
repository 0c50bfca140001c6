package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Instant;
import java.util.Objects;

/**
 * An occasion on its way to be decided. Immutable.
 *
 * @param occasion what happened; not null
 * @param time when; not null
 * @param important how many important stanzas are behind it: more than 1 where it stands for several
 * @param waited whether it waited for the database already
 */
record Due(Occasion occasion, Instant time, int important, boolean waited) {

    Due {
        Objects.requireNonNull(occasion);
        Objects.requireNonNull(time);
    }

    static Due of(Occasion occasion, Instant time) {
        return new Due(occasion, time, occasion.stanza() != null && occasion.stanza().important() ? 1 : 0, false);
    }

    Due waiting() {
        return new Due(occasion, time, important, true);
    }
}
