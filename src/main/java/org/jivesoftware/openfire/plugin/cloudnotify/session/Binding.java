package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/**
 * What ties a session to the registrations of its user (spec §1): the device that both belong to. True for the registrations that the
 * session is bound to. A session that was resumed keeps its resource, and so its registrations. Immutable.
 *
 * @param resource the session's resource; not null
 * @param userAgent its XEP-0388 user-agent id, or null where the server does not know it
 */
public record Binding(String resource, String userAgent) implements Predicate<Registration> {

    /** Checks. */
    public Binding {
        Objects.requireNonNull(resource);
    }

    /**
     * @param registration one of the same user's; not null
     * @return whether it belongs to the same device: by the user-agent id where both have one, else by the resource
     */
    @Override
    public boolean test(Registration registration) {
        return userAgent != null && registration.userAgent() != null
            ? userAgent.equals(registration.userAgent())
            : resource.equals(registration.resource());
    }
}
