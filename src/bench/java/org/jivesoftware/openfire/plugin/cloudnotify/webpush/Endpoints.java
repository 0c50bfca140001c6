package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.time.Instant;
import java.util.Base64;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.xmpp.packet.JID;

/** Endpoints that are registered as if their users had given them to the server, by a key that it was given before. */
public final class Endpoints {

    /** The property with the key. */
    public static final String KEY_NAME = WebPushKeys.SEALING;
    /** The key. */
    public static final String KEY = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);

    private final NodeSeal seal = new NodeSeal(() -> new byte[32]);
    private final Browser browser = Browser.fresh();

    /** @return the registration of an endpoint */
    public Registration of(String username, String domain, String endpoint) {
        Instant now = Instant.now();
        RegistrationKey key = new RegistrationKey(username, new JID("push." + domain), seal.node(username, browser.at(endpoint)));
        return new Registration(key, null, Wishes.read("endpoint="), "phone", null, null, now, now, Health.GOOD);
    }
}
