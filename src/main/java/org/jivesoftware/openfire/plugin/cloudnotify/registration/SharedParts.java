package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xmpp.packet.JID;

/**
 * Lets registrations share what is the same in many of them: there are few services, and a user's name is in each of the user's. As the
 * database gives them, each has its own.
 *
 * <p>Bounded: {@value #MAX_SHARED} services, since clients may name any; of further ones each registration has its own. Thread-safe.
 */
final class SharedParts {

    private static final int MAX_SHARED = 1_000;

    private final Map<String, JID> services = new ConcurrentHashMap<>();

    /**
     * @param username the name that all of them are to share
     * @param registrations of that user
     * @return equal ones
     */
    List<Registration> share(String username, List<Registration> registrations) {
        return registrations.stream().map(each -> share(username, each)).toList();
    }

    /**
     * @param username the name that it is to share
     * @param registration of that user
     * @return an equal one
     */
    Registration share(String username, Registration registration) {
        return registration.sharing(username.equals(registration.username()) ? username : registration.username(),
            share(registration.key().service()));
    }

    private JID share(JID service) {
        String name = service.toString();
        JID known = services.get(name);
        if (known == null && services.size() < MAX_SHARED) {
            known = services.putIfAbsent(name, service);
        }
        return known == null ? service : known;
    }
}
