package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xmpp.packet.JID;

/**
 * Lets registrations share what is the same in many of them: there are few services, many clients have the same resource, and a user's
 * name is in each of the user's. As the database gives them, each has its own.
 *
 * <p>Bounded: {@value #MAX_SHARED} services and as many resources, since clients may name any; of further ones each registration has
 * its own. Thread-safe.
 */
final class Compact {

    private static final int MAX_SHARED = 1_000;

    private final Map<String, JID> services = new ConcurrentHashMap<>();
    private final Map<String, String> resources = new ConcurrentHashMap<>();

    /**
     * @param username the name that all of them are to share; not null
     * @param registrations of that user; not null
     * @return equal ones; never null
     */
    List<Registration> share(String username, List<Registration> registrations) {
        return registrations.stream().map(each -> share(username, each)).toList();
    }

    /**
     * @param username the name that it is to share; not null
     * @param registration of that user; not null
     * @return an equal one; never null
     */
    Registration share(String username, Registration registration) {
        RegistrationKey key = registration.key();
        String name = username.equals(key.username()) ? username : key.username();
        return new Registration(new RegistrationKey(name, share(key.service()), key.node()), registration.options(),
            share(resources, registration.resource(), registration.resource()), registration.userAgent(), registration.created(), registration.enabled(), registration.health());
    }

    private JID share(JID service) {
        return share(services, service.toString(), service);
    }

    private static <T> T share(Map<String, T> shared, String name, T one) {
        T known = shared.get(name);
        if (known == null && shared.size() < MAX_SHARED) {
            known = shared.putIfAbsent(name, one);
        }
        return known == null ? one : known;
    }
}
