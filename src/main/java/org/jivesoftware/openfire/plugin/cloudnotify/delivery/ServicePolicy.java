package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Destination;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.EnablePolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RelayedClient;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.DomainList;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError;

/**
 * Which push services may be used: the administrator's lists of domains (settings {@code services.allowed} and
 * {@code services.denied}). "*.example.org" covers every sub-domain, but not example.org itself; a denied domain is denied also where
 * it is allowed; an empty list of allowed ones allows all. Servers of endpoints need the setting {@code web-push} besides. Thread-safe.
 */
public final class ServicePolicy implements EnablePolicy {

    private final Settings settings;

    /** @param settings the two lists */
    public ServicePolicy(Settings settings) {
        this.settings = Objects.requireNonNull(settings);
    }

    /**
     * @param destination where pushes go
     * @return whether they may: relays, too, need the setting {@code web-push} besides
     */
    boolean allows(Destination destination) {
        return allows(destination.service()) && (!(destination instanceof RelayedClient) || settings.get(Settings.WEB_PUSH));
    }

    /**
     * @param service a push service
     * @return whether it may be used, by the lists as they are now
     */
    public boolean allows(PushService service) {
        if (service instanceof WebOrigin && !settings.get(Settings.WEB_PUSH)) {
            return false;
        }
        List<String> allowed = settings.get(Settings.SERVICES_ALLOWED);
        List<String> denied = settings.get(Settings.SERVICES_DENIED);
        if (allowed.isEmpty() && denied.isEmpty()) {
            return true;
        }
        return (allowed.isEmpty() || DomainList.covers(allowed, service.domain())) && !DomainList.covers(denied, service.domain());
    }

    @Override
    public @Nullable PublishOptions review(RegistrationKey key, @Nullable PublishOptions options) throws Refusal {
        if (!allows(key.destination())) {
            throw new Refusal(PacketError.Condition.not_allowed, PacketError.Type.cancel,
                "This server does not allow the push service " + key.destination().service().domain() + ".");
        }
        return options;
    }
}
