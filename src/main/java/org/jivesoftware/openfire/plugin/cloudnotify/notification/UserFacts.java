package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/**
 * What is known of a user when an occasion is decided: gathered once, by {@link Knowledge}. The {@link Rules} know nothing else. Immutable.
 *
 * @param registrations the user's registrations
 * @param locked whether an administrator locked the account
 * @param blocked whether a privacy or block list of the user stops the stanza
 * @param stranger whether its sender is none of the user's contacts; false, too, where no device wants to know
 * @param has tells which devices are in use and have what it is about, or will have it in a moment
 * @param woken tells which devices were woken in this absence
 */
record UserFacts(List<Registration> registrations, boolean locked, boolean blocked, boolean stranger, Predicate<Registration> has,
                 Predicate<Registration> woken) {

    UserFacts {
        registrations = List.copyOf(registrations);
        Objects.requireNonNull(has);
        Objects.requireNonNull(woken);
    }
}
