package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jspecify.annotations.Nullable;

/**
 * How a push service is doing at the moment, for the administrator. Immutable.
 *
 * @param service which; not null
 * @param unanswered how many pushes it has not answered yet
 * @param waiting how many registrations wait for it
 * @param openFor for how long nothing is published to it, because it failed again and again; zero where it works; not null
 * @param downSince since when that is so, or null where it works
 * @param nextTry when it is tried again, or null where it works; with the next push, where that is past
 */
public record ServiceState(PushService service, int unanswered, int waiting, Duration openFor, @Nullable Instant downSince,
                           @Nullable Instant nextTry) {

    /** Checks. */
    public ServiceState {
        Objects.requireNonNull(service);
        Objects.requireNonNull(openFor);
    }

    /** @return whether it works, as far as its last answers tell */
    public boolean works() {
        return downSince == null;
    }
}
