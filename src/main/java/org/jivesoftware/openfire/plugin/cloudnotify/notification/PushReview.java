package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.util.Optional;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;

/** Has a word on a push before it may go out (behaviour §6): lets it pass, adds to it, or vetoes it. */
@FunctionalInterface
public interface PushReview {

    /** Lets everything pass. */
    PushReview NONE = new PushReview() {

        @Override
        public Optional<Push> review(Push draft) {
            return Optional.of(draft);
        }

        @Override
        public boolean any() {
            return false;
        }
    };

    /**
     * Called on a worker thread, once for each push before it may merge with others; other users' pushes wait while it runs.
     *
     * @param draft what is to be pushed, as it would say it now
     * @return the same, whose cause may have more extensions; empty where it is vetoed. What it throws is logged, and the push goes out as
     *     it was.
     */
    Optional<Push> review(Push draft);

    /**
     * The same, and tells who was against it.
     *
     * @param draft as above
     * @param vetoedBy is told the name of the plugin that vetoes it, where that is known
     * @return as above
     */
    default Optional<Push> review(Push draft, Consumer<String> vetoedBy) {
        return review(draft);
    }

    /** @return whether anybody would have a word */
    default boolean any() {
        return true;
    }
}
