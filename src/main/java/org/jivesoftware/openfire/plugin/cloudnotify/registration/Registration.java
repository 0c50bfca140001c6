package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.Objects;

/**
 * One device that wants to be woken: what its client enabled (XEP-0357 §5, spec §1). Immutable.
 *
 * @param key user, service and node; not null
 * @param options the publish-options to send along with each push, or null where the client gave none
 * @param resource the resource of the session that enabled it; not null
 * @param userAgent the XEP-0388 user-agent id of that session, or null where the server does not know it
 * @param created when it was first enabled; not null
 * @param enabled when it was last enabled; not null
 * @param health how it has been doing; not null
 */
public record Registration(RegistrationKey key, PublishOptions options, String resource, String userAgent, Instant created,
                           Instant enabled, Health health) {

    /** Checks. Parts that are equal become the same: a cache holds very many of these. */
    public Registration {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(enabled, "enabled");
        Objects.requireNonNull(health, "health");
        enabled = enabled.equals(created) ? created : enabled;
        health = health.equals(Health.GOOD) ? Health.GOOD : health;
    }

    /** @return the user's local part; never null */
    public String username() {
        return key.username();
    }

    /**
     * @param newHealth not null
     * @return the same registration with another health; never null
     */
    public Registration with(Health newHealth) {
        return new Registration(key, options, resource, userAgent, created, enabled, newHealth);
    }
}
