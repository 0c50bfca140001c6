package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.util.Optional;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/** Has the last word on a push before it is published (spec §6): lets it pass, amends it, or vetoes it. */
@FunctionalInterface
public interface PushReview {

    /** Lets everything pass. */
    PushReview NONE = (notification, registration) -> Optional.of(notification);

    /**
     * Called on a worker thread, once for each push before it may merge with others; other users' pushes wait while it runs.
     *
     * @param notification what is to be pushed; not null
     * @param registration to whom; not null
     * @return what to push, with the same key; empty where it is vetoed. What it throws is logged, and the push goes out as it was.
     */
    Optional<Notification> review(Notification notification, Registration registration);
}
