package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import java.time.Instant;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushRegistration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * A registration as other plugins see it: without its publish-options and the key of its app, which are secrets, and so without any
 * reference to what has them. A plugin may write out all the fields of what it is given. Immutable.
 */
final class KnownRegistration implements PushRegistration {

    private final RegistrationKey key;
    private final @Nullable String resource;
    private final @Nullable Instant enabled;
    private final boolean disabled;

    private KnownRegistration(RegistrationKey key, @Nullable Registration details) {
        // A key may be a part of all the texts of its registration.
        this.key = new RegistrationKey(key.username(), key.service(), key.node());
        this.resource = details == null ? null : details.resource();
        this.enabled = details == null ? null : details.enabled();
        this.disabled = details != null && details.health().disabled();
    }

    /** @return a registration of which all is known */
    static PushRegistration of(Registration registration) {
        return new KnownRegistration(registration.key(), registration);
    }

    /**
     * @param key which
     * @param candidates registrations that it may be one of, or null
     * @return what is known of it
     */
    static PushRegistration of(RegistrationKey key, @Nullable List<Registration> candidates) {
        Registration details = candidates == null ? null
            : candidates.stream().filter(each -> each.key().equals(key)).findAny().orElse(null);
        return new KnownRegistration(key, details);
    }

    /** @return the key that a plugin means */
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
        return resource;
    }

    @Override
    public @Nullable Instant enabled() {
        return enabled;
    }

    @Override
    public boolean disabled() {
        return disabled;
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
