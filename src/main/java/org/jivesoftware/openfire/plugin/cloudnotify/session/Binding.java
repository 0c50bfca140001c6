package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/**
 * What ties a session to the registrations of its user (behaviour §1): the device that both belong to. True for the registrations that the
 * session is bound to. Where its resource is that of several, and nothing else tells, it belongs to one of them, nobody knows which: what
 * waits for it {@linkplain #wakes wakes} them all, but none of them counts as there. A session that was resumed keeps its resource and what
 * it enabled, and so its registrations. Immutable.
 *
 * @param resource the session's resource
 * @param userAgent its XEP-0388 user-agent id, or null where the server does not know it
 * @param keys the registrations that it is bound to; null where the user's registrations could not be asked: then each is looked at
 *     by itself, as well as that goes
 * @param candidates those of which it belongs to one, where nobody knows to which
 */
public record Binding(String resource, @Nullable String userAgent, @Nullable List<RegistrationKey> keys, List<RegistrationKey> candidates)
    implements Predicate<Registration> {

    /** Checks and copies. */
    public Binding {
        Objects.requireNonNull(resource);
        keys = keys == null ? null : List.copyOf(keys);
        candidates = List.copyOf(candidates);
    }

    /**
     * One of which only the session is known.
     *
     * @param resource as above
     * @param userAgent as above
     */
    public Binding(String resource, @Nullable String userAgent) {
        this(resource, userAgent, null);
    }

    /**
     * One that belongs to certain registrations.
     *
     * @param resource as above
     * @param userAgent as above
     * @param keys as above
     */
    public Binding(String resource, @Nullable String userAgent, @Nullable List<RegistrationKey> keys) {
        this(resource, userAgent, keys, List.of());
    }

    /**
     * Finds the registrations of a session: those that it enabled itself, those with its user-agent id, and that with its resource where
     * it is the only one that has it, and no user-agent id says otherwise. All devices of one app can have the same resource: one that
     * enabled nothing itself may be any of them, and a push too many is better than one too few.
     *
     * @param all the user's registrations
     * @param enabled what the session enabled itself
     * @return the same session with its registrations
     */
    Binding among(List<Registration> all, Collection<RegistrationKey> enabled) {
        List<RegistrationKey> found = new ArrayList<>(1);
        List<Registration> sameResource = new ArrayList<>(1);
        for (Registration registration : all) {
            RegistrationKey key = registration.key();
            if (registration.hasResource(resource)) {
                sameResource.add(registration);
            }
            if (enabled.contains(key) || userAgent != null && userAgent.equals(registration.userAgent())) {
                found.add(key);
            }
        }
        boolean alone = sameResource.size() == 1;
        List<RegistrationKey> possible = sameResource.stream()
            .filter(each -> (userAgent == null || each.userAgent() == null) && !found.contains(each.key())).map(Registration::key).toList();
        if (alone) {
            found.addAll(possible);
        }
        return new Binding(resource, userAgent, found, found.isEmpty() ? possible : List.of());
    }

    /**
     * @param registration one of the same user's
     * @return whether it belongs to the same device
     */
    @Override
    public boolean test(Registration registration) {
        if (keys == null) {
            return userAgent != null && registration.userAgent() != null
                ? userAgent.equals(registration.userAgent())
                : registration.hasResource(resource);
        }
        return keys.contains(registration.key());
    }

    /**
     * @param registration one of the same user's
     * @return whether it belongs to the same device, or may do so
     */
    public boolean wakes(Registration registration) {
        return test(registration) || candidates.contains(registration.key());
    }

    /**
     * @param key a registration of the same user
     * @return whether it is known to belong to the same device, or may do so
     */
    boolean mayHave(RegistrationKey key) {
        return has(key) || candidates.contains(key);
    }

    /**
     * @param key a registration of the same user
     * @return whether it is known to belong to the same device
     */
    boolean has(RegistrationKey key) {
        return keys != null && keys.contains(key);
    }

    /** @return whether there is a registration that it is known to belong to */
    boolean bound() {
        return keys != null && !keys.isEmpty();
    }

    /** @return whether what waits for it wakes anybody, as far as is known */
    boolean wakesAny() {
        return bound() || !candidates.isEmpty();
    }

    /**
     * @param other another session of the same user
     * @return whether both belong to a registration, and to no other one
     */
    boolean sharedWith(Binding other) {
        return bound() && other.keys != null && other.keys.containsAll(keys);
    }
}
