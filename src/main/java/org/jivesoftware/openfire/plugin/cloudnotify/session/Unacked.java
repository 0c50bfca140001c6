package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;

/**
 * A look at the stanzas that a session has not acknowledged (XEP-0198). Immutable.
 *
 * @param oldest the mark of the one that waits longest, or null where none waits
 * @param newer those that came after the one that was asked for, the oldest first
 */
public record Unacked(@Nullable Object oldest, List<Entry> newer) {

    /** Copies. */
    public Unacked {
        newer = List.copyOf(newer);
    }

    /**
     * One stanza in the queue.
     *
     * @param mark stands for this entry as long as it is in the queue: the same object at each look. Openfire's own numbers will not do,
     *     since they start again at what the client says it has acknowledged.
     * @param since when it was sent, or would have been
     * @param stanza what is to know of it, or null where it can never be a reason for a push
     * @param original the object that the server routes again when the session ends
     */
    public record Entry(Object mark, Instant since, @Nullable Stanza stanza, Object original) {

        /** Checks. */
        public Entry {
            Objects.requireNonNull(mark);
            Objects.requireNonNull(since);
            Objects.requireNonNull(original);
        }
    }
}
