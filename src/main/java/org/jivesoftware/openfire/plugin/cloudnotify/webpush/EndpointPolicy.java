package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.EnablePolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebEndpoint;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * What may be enabled at the plugin's own push service: nodes that it gave to that very user, with their secret. An endpoint has one
 * registration of a user; another one of the same gives way. On the user's lane.
 */
public final class EndpointPolicy implements EnablePolicy {

    private static final String SECRET = "secret";

    private final JID address;
    private final BooleanSupplier running;
    private final NodeSeal seal;
    private final Registrations registrations;

    /**
     * @param address that of the service
     * @param running whether the service is there
     * @param web what web push stands on
     * @param registrations what is enabled
     */
    public EndpointPolicy(JID address, BooleanSupplier running, WebPush web, Registrations registrations) {
        this.address = Objects.requireNonNull(address);
        this.running = Objects.requireNonNull(running);
        this.seal = web.seal();
        this.registrations = Objects.requireNonNull(registrations);
    }

    /** {@inheritDoc} The secret was meant for the service, which this is: there is nothing to be sent along later. */
    @Override
    public @Nullable PublishOptions review(RegistrationKey key, @Nullable PublishOptions options) throws Refusal {
        boolean endpoint = key.destination() instanceof WebEndpoint;
        boolean here = running.getAsBoolean() && key.service().getDomain().equals(address.getDomain());
        if (!here && !endpoint) {
            return options;
        }
        if (!running.getAsBoolean()) {
            throw new Refusal(Condition.not_allowed, Type.cancel, "This server does not push to endpoints of Web Push at present.");
        }
        String node = key.node();
        Subscription subscription = key.service().equals(address) ? seal.open(key.username(), node) : null;
        if (node == null || subscription == null) {
            throw new Refusal(Condition.item_not_found, Type.cancel, "That node is not one that this server gave to this user.");
        }
        if (options == null || options.fields().stream().noneMatch(field -> SECRET.equals(field.var())
            && field.values().stream().anyMatch(value -> seal.isSecret(key.username(), node, value)))) {
            throw new Refusal(Condition.forbidden, Type.auth, "The publish-options must hold the secret of that node.");
        }
        replace(key, subscription);
        return null;
    }

    /** Where this fails, the endpoint is pushed to twice until the next time. */
    private void replace(RegistrationKey key, Subscription subscription) throws Refusal {
        try {
            for (Registration other : registrations.of(key.username())) {
                RegistrationKey one = other.key();
                Subscription same = one.equals(key) || !(one.destination() instanceof WebEndpoint) ? null : seal.open(one.username(),
                    one.node());
                if (same != null && same.endpoint().equals(subscription.endpoint())) {
                    registrations.remove(one);
                }
            }
        } catch (StoreException e) {
            throw new Refusal(Condition.internal_server_error, Type.wait, "The database does not answer.");
        }
    }
}
