package org.jivesoftware.openfire.plugin.cloudnotify.registration;

/**
 * Where the pushes of a registration go: one of few kinds, each of which has its way of delivery. A view of the registration, made when it
 * is asked for: a cache holds very many of these.
 */
public sealed interface Destination permits PubsubNode, RelayedClient, WebEndpoint {

    /** @return the service that takes them */
    PushService service();
}
