package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.HashSet;
import java.util.Set;

/**
 * What keeps pushes from devices and is not stored with their registrations: it is known when somebody looks. Bounded by who makes it.
 * Immutable.
 *
 * @param locked the local parts of locked accounts
 * @param denied services that the settings do not allow
 * @param down services that do not work at present; those that are denied are taken out
 * @param held registrations for which a push waits, since their service did not take it
 */
public record Obstacles(Set<String> locked, Set<PushService> denied, Set<PushService> down, Set<RegistrationKey> held) {

    /** There is nothing of that kind. */
    public static final Obstacles NONE = new Obstacles(Set.of(), Set.of(), Set.of(), Set.of());

    /** Copies. */
    public Obstacles {
        locked = Set.copyOf(locked);
        denied = Set.copyOf(denied);
        Set<PushService> only = new HashSet<>(down);
        only.removeAll(denied);
        down = Set.copyOf(only);
        held = Set.copyOf(held);
    }

    /** @return the same, but for what changes by the second, and only single registrations */
    public Obstacles lasting() {
        return new Obstacles(locked, denied, down, Set.of());
    }
}
