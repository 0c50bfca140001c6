package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * A node of an XMPP push service, to which is published (XEP-0357 §7).
 *
 * @param key the registration
 */
public record PubsubNode(RegistrationKey key) implements Destination {

    /** Checks. */
    public PubsubNode {
        Objects.requireNonNull(key);
    }

    /** @return the service's address */
    public JID address() {
        return key.service();
    }

    /** @return the node, or null for "no node" */
    public @Nullable String node() {
        return key.node();
    }

    @Override
    public PushService service() {
        return new PubsubService(key.service());
    }
}
