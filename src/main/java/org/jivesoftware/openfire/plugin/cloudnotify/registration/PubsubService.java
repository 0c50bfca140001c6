package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.Objects;
import org.xmpp.packet.JID;

/**
 * A service that is published to by XMPP (XEP-0357 §7).
 *
 * @param address its address; not null
 */
public record PubsubService(JID address) implements PushService {

    /** Checks. */
    public PubsubService {
        Objects.requireNonNull(address);
    }

    PubsubService(String name) {
        this(new JID(name));
    }

    @Override
    public String name() {
        return address.toString();
    }

    @Override
    public String domain() {
        return address.getDomain();
    }

    /** A JID's own hash code puts its text together at each call, and maps ask for this one all the time. */
    @Override
    public int hashCode() {
        int hash = address.getDomain().hashCode() * 31 + Objects.hashCode(address.getNode());
        return hash * 31 + Objects.hashCode(address.getResource());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PubsubService service && address.equals(service.address);
    }

    @Override
    public String toString() {
        return name();
    }
}
