package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;

/** Knows at which of a user's sessions somebody may be. Thread-safe; nothing blocks. */
public final class OtherDevices {

    private final Registrations registrations;
    private final ServerSessions server;
    private final TrackedSessions tracked;

    OtherDevices(Registrations registrations, ServerSessions server, TrackedSessions tracked) {
        this.registrations = Objects.requireNonNull(registrations);
        this.server = Objects.requireNonNull(server);
        this.tracked = Objects.requireNonNull(tracked);
    }

    /**
     * @param registration one of a user's
     * @return the resources of the user's sessions that are connected and belong to another device, on any cluster node; not those whose
     *     client says that nobody is at it (XEP-0352). Never null
     */
    List<String> of(Registration registration) {
        List<String> resources = new ArrayList<>();
        for (TrackedSession session : tracked.of(registration.username())) {
            if (!session.binding().test(registration) && session.inUse() && !session.stream().inactive()) {
                resources.add(session.binding().resource());
            }
        }
        List<Registration> known = registrations.known(registration.username());
        for (Binding elsewhere : server.elsewhere(registration.username())) {
            if (!(known == null ? elsewhere : elsewhere.among(known, Set.of())).test(registration)) {
                resources.add(elsewhere.resource());
            }
        }
        return resources;
    }
}
