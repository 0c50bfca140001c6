package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;

/** Finds what ties all of a user's sessions to registrations, those that are not followed among them. Thread-safe; nothing blocks. */
final class UserBindings {

    private final Registrations registrations;
    private final ServerSessions server;
    private final TrackedSessions tracked;
    private final Tracking tracking;
    private final StartupSessions adoption;

    UserBindings(Registrations registrations, ServerSessions server, TrackedSessions tracked, Tracking tracking,
                 StartupSessions adoption) {
        this.registrations = Objects.requireNonNull(registrations);
        this.server = Objects.requireNonNull(server);
        this.tracked = Objects.requireNonNull(tracked);
        this.tracking = Objects.requireNonNull(tracking);
        this.adoption = Objects.requireNonNull(adoption);
    }

    /** See {@link SessionTracker#sessions}. */
    List<Binding> of(String username) {
        List<Registration> known = registrations.known(username);
        List<Binding> bindings = new ArrayList<>();
        tracked.of(username).stream().filter(session -> !session.gone()).forEach(session -> bindings.add(session.binding()));
        for (Binding elsewhere : server.elsewhere(username)) {
            bindings.add(known == null ? elsewhere : elsewhere.among(known, Set.of()));
        }
        Set<String> resources = new HashSet<>();
        if (known != null) {
            known.forEach(registration -> resources.add(registration.resource()));
        }
        for (ClientStream stream : server.of(username, resources)) {
            if (tracked.get(stream.id()) == null && !tracking.hasEnded(stream.id())) {
                Binding binding = new Binding(Objects.requireNonNullElse(stream.address().getResource(), ""), stream.userAgent());
                bindings.add(known == null ? binding : binding.among(known, Set.of()));
                adoption.begin(List.of(stream));
            }
        }
        return bindings;
    }
}
