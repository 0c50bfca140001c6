package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jspecify.annotations.Nullable;

/**
 * To which registrations a session belongs, as far as could be found out. Immutable.
 *
 * @param binding the session's registrations
 * @param enabled what the session enabled itself
 * @param healthy whether one of its registrations is not disabled
 * @param known the registrations of the user from which that was found; null where that is still to be done
 */
record Ties(Binding binding, Set<RegistrationKey> enabled, boolean healthy, @Nullable List<Registration> known) {

    /** Checks and copies. */
    Ties {
        Objects.requireNonNull(binding);
        enabled = Set.copyOf(enabled);
    }

    /** Those of a session that nothing is known of yet. */
    static Ties unknown(String resource, @Nullable String userAgent) {
        return new Ties(new Binding(resource, userAgent), Set.of(), false, null);
    }

    /**
     * @param all the user's registrations, or null where they cannot be asked: then what was known last has to do
     * @return the ties as they are now
     */
    Ties among(@Nullable List<Registration> all) {
        if (all == null || all == known) {
            return this;
        }
        Set<RegistrationKey> remaining = new HashSet<>(enabled);
        remaining.removeIf(key -> Registrations.find(all, key) == null);
        Binding found = binding.among(all, remaining);
        boolean anyHealthy = false;
        for (Registration registration : all) {
            anyHealthy |= !registration.health().disabled() && found.wakes(registration);
        }
        return new Ties(found, remaining, anyHealthy, all);
    }

    /**
     * @param key what the session has just enabled
     * @return the ties with that, to be found out anew
     */
    Ties enabling(RegistrationKey key) {
        Set<RegistrationKey> more = new HashSet<>(enabled);
        more.add(key);
        return new Ties(binding, more, healthy, null);
    }

    /** @return whether what waits for the session wakes a registration */
    boolean wakesAny() {
        return binding.wakesAny();
    }

    /** @return whether the session is known to belong to a registration */
    boolean bound() {
        return binding.bound();
    }
}
