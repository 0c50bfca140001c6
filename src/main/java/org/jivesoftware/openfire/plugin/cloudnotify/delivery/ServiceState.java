package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.Objects;
import org.xmpp.packet.JID;

/**
 * How a push service is doing at the moment, for the administrator. Immutable.
 *
 * @param service its address; not null
 * @param unanswered how many pushes it has not answered yet
 * @param waiting how many registrations wait for it
 * @param openFor for how long nothing is published to it, because it failed again and again; zero where it works; not null
 */
public record ServiceState(JID service, int unanswered, int waiting, Duration openFor) {

    /** Checks. */
    public ServiceState {
        Objects.requireNonNull(service);
        Objects.requireNonNull(openFor);
    }
}
