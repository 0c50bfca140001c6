package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jspecify.annotations.Nullable;

/**
 * How a push service is doing at the moment, for the administrator. Immutable.
 *
 * @param service which
 * @param unanswered how many pushes it has not answered yet
 * @param waiting how many registrations wait for it, those included for which it is asked again later
 * @param deferred how many of them wait for that, since it did not deliver to them
 * @param again when the first of these is sent again, or null where there is none
 * @param openFor for how long nothing is published to it, because it failed again and again; zero where it works
 * @param downSince since when that is so, or null where it works
 * @param nextTry when it is tried again, or null where it works; with the next push, where that is past
 */
public record ServiceState(PushService service, int unanswered, int waiting, int deferred, @Nullable Instant again, Duration openFor,
                           @Nullable Instant downSince, @Nullable Instant nextTry) {

    /** Checks. */
    public ServiceState {
        Objects.requireNonNull(service);
        Objects.requireNonNull(openFor);
    }

    /**
     * Where it is asked again for nobody.
     *
     * @param service as above
     * @param unanswered as above
     * @param waiting as above
     * @param openFor as above
     * @param downSince as above
     * @param nextTry as above
     */
    public ServiceState(PushService service, int unanswered, int waiting, Duration openFor, @Nullable Instant downSince,
                        @Nullable Instant nextTry) {
        this(service, unanswered, waiting, 0, null, openFor, downSince, nextTry);
    }

    /**
     * @param service which
     * @return one that works and has nothing to do
     */
    public static ServiceState idle(PushService service) {
        return new ServiceState(service, 0, 0, Duration.ZERO, null, null);
    }

    /**
     * @param more for how many registrations it is asked again later
     * @param next when for the first of them
     * @return the same with these
     */
    public ServiceState and(int more, Instant next) {
        return new ServiceState(service, unanswered, waiting + more, deferred + more, next, openFor, downSince, nextTry);
    }

    /** @return whether it works, as far as its last answers tell */
    public boolean works() {
        return downSince == null;
    }
}
