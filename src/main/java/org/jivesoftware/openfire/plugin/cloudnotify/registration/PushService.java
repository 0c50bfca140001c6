package org.jivesoftware.openfire.plugin.cloudnotify.registration;

/**
 * A push service, whichever way leads there: what the administrator's lists, the order of what waits, the figures and the console know of
 * it. Immutable; equal to what names the same service. Its text is its {@linkplain #name() name}.
 */
public sealed interface PushService extends Comparable<PushService> permits PubsubService, WebOrigin {

    /**
     * @param name a {@link #name()}
     * @return the service of that name
     * @throws IllegalArgumentException if no service can have that name
     */
    static PushService of(String name) {
        return name.startsWith(WebOrigin.SCHEME) ? WebOrigin.of(name) : new PubsubService(name);
    }

    /** @return its name, which is unique */
    String name();

    /** @return the domain by which lists allow or deny it, and by which the server learns that it is back */
    String domain();

    @Override
    default int compareTo(PushService other) {
        return name().compareTo(other.name());
    }
}
