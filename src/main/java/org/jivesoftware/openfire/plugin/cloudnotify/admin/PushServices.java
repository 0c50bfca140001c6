package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ServiceFigures;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceState;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.HeldPushes;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jspecify.annotations.Nullable;

/** What an administrator sees of push services, and does to them. Thread-safe; nothing waits. */
public interface PushServices {

    /** @return the services that pushes are unanswered by, or wait for, or that do not work, with all that waits for each */
    List<ServiceState> states();

    /**
     * @param service which
     * @return how it is doing, without what is sent to it again later; null where nothing else is unanswered or waits, and it did not fail
     *     lately
     */
    @Nullable ServiceState state(PushService service);

    /**
     * @param service which
     * @return whether the settings allow it
     */
    boolean allowed(PushService service);

    /**
     * @param service which
     * @return its last hour
     */
    ServiceFigures.Hour lastHour(PushService service);

    /**
     * Tries a service that does not work at once, and has sent again what one that works did not deliver.
     *
     * @param service which
     * @return false where it works and nothing waits to be sent again
     */
    boolean tryNow(PushService service);

    /**
     * @param courier knows the services
     * @param held knows what waits for them
     * @param figures counts for them
     * @return those of this server
     */
    static PushServices of(Courier courier, HeldPushes held, ServiceFigures figures) {
        Objects.requireNonNull(courier);
        Objects.requireNonNull(held);
        Objects.requireNonNull(figures);
        return new PushServices() {
            @Override
            public List<ServiceState> states() {
                Map<PushService, ServiceState> states = new LinkedHashMap<>();
                courier.services().forEach(state -> states.put(state.service(), state));
                held.deferred().forEach((service, deferred) -> states.compute(service, (same, state) ->
                    (state == null ? ServiceState.idle(service) : state).and(deferred.pushes(), deferred.next())));
                return List.copyOf(states.values());
            }

            @Override
            public @Nullable ServiceState state(PushService service) {
                return courier.service(service);
            }

            @Override
            public boolean allowed(PushService service) {
                return courier.allows(service);
            }

            @Override
            public ServiceFigures.Hour lastHour(PushService service) {
                return figures.lastHour(service);
            }

            @Override
            public boolean tryNow(PushService service) {
                boolean down = courier.tryNow(service);
                return held.sendNow(service) || down;
            }
        };
    }
}
