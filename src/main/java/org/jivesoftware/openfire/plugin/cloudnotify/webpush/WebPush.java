package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.time.Clock;
import java.time.Instant;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.xmpp.packet.JID;

/** What all of web push stands on. Immutable, thread-safe. */
public final class WebPush {

    private final WebPushKeys keys;
    private final NodeSeal seal;
    private final AddressCheck addresses;
    private final Vapid vapid;
    private final String domain;
    private final Agreement agreement = new QuickestAgreement();

    /**
     * @param settings the settings
     * @param keys the server's keys
     * @param names looks up names
     * @param domain the server's domain
     * @param clock the time
     */
    public WebPush(Settings settings, WebPushKeys keys, NameResolver names, String domain, Clock clock) {
        this.keys = keys;
        this.domain = domain;
        this.seal = new NodeSeal(keys::sealing);
        this.addresses = new AddressCheck(settings, names);
        this.vapid = new Vapid(keys, () -> Vapid.contact(settings.get(Settings.VAPID_CONTACT), domain), clock);
    }

    /**
     * @param address that of the plugin's own push service
     * @param endpoint hostile
     * @param p256dh hostile
     * @param auth hostile
     * @return a registration that is nobody's and is not kept, for one push
     * @throws IllegalArgumentException if that is no endpoint; the message holds nothing of it
     */
    public Registration trial(JID address, String endpoint, String p256dh, String auth) {
        // No user has an empty name.
        String node = seal.node("", Subscription.of(endpoint, p256dh, auth));
        return new Registration(new RegistrationKey("", address, node), null, "", null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
    }

    String domain() {
        return domain;
    }

    WebPushKeys keys() {
        return keys;
    }

    NodeSeal seal() {
        return seal;
    }

    AddressCheck addresses() {
        return addresses;
    }

    Vapid vapid() {
        return vapid;
    }

    Agreement agreement() {
        return agreement;
    }
}
