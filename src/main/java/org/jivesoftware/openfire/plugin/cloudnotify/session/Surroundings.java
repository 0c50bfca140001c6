package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a session needs to know from outside. Immutable.
 *
 * @param clock the time
 * @param devices the user's registrations, or null where they cannot be asked
 * @param maxAckDelay the setting
 * @param maxHibernation the setting
 * @param detachTime the server's own time for detached sessions
 * @param held what is not told of yet, given since when it is known: another session may acknowledge it. Not null
 * @param listener is told
 */
record Surroundings(SteadyClock clock, @Nullable List<Registration> devices, Duration maxAckDelay, Duration maxHibernation,
                    Duration detachTime, BiPredicate<Travelling, Instant> held, SessionListener listener) {
}
