package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushedElsewhere;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * Who is told what happened on other nodes. All of them are called on any thread, must be quick and not throw.
 *
 * @param online takes the registration whose device is in use; not null
 * @param pushed takes the registration that an important push went out to; not null
 * @param seen takes what was pushed; not null
 */
public record ClusterNews(Consumer<RegistrationKey> online, Consumer<RegistrationKey> pushed, Consumer<PushedElsewhere> seen) {

    /** Checks. */
    public ClusterNews {
        Objects.requireNonNull(online);
        Objects.requireNonNull(pushed);
        Objects.requireNonNull(seen);
    }
}
