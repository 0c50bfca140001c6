package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushRegistration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** A registration as other plugins see it: without its publish-options, which are secrets. Immutable. */
final class KnownRegistration implements PushRegistration {

    private final RegistrationKey key;
    private final @Nullable Registration details;

    private KnownRegistration(RegistrationKey key, @Nullable Registration details) {
        this.key = Objects.requireNonNull(key);
        this.details = details;
    }

    /** @return a registration of which all is known; never null */
    static PushRegistration of(Registration registration) {
        return new KnownRegistration(registration.key(), registration);
    }

    /**
     * @param key which; not null
     * @param candidates registrations that it may be one of, or null
     * @return what is known of it; never null
     */
    static PushRegistration of(RegistrationKey key, @Nullable List<Registration> candidates) {
        Registration details = candidates == null ? null
            : candidates.stream().filter(each -> each.key().equals(key)).findAny().orElse(null);
        return new KnownRegistration(key, details);
    }

    /** @return the key that a plugin means; never null */
    static RegistrationKey key(PushRegistration registration) {
        return registration instanceof KnownRegistration known ? known.key
            : new RegistrationKey(registration.username(), registration.service(), registration.node());
    }

    @Override
    public String username() {
        return key.username();
    }

    @Override
    public JID service() {
        return key.service();
    }

    @Override
    public @Nullable String node() {
        return key.node();
    }

    @Override
    public @Nullable String resource() {
        return details == null ? null : details.resource();
    }

    @Override
    public @Nullable Instant enabled() {
        return details == null ? null : details.enabled();
    }

    @Override
    public boolean disabled() {
        return details != null && details.health().disabled();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KnownRegistration known && key.equals(known.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** Without the node, which names the device. */
    @Override
    public String toString() {
        return username() + " at " + service();
    }
}
