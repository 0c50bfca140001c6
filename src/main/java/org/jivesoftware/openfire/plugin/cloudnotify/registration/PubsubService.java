package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.Objects;
import org.xmpp.packet.JID;

/**
 * A service that is told by XMPP: published to (XEP-0357 §7), or written to (Push 2.0).
 *
 * @param address its address
 */
public record PubsubService(JID address) implements PushService {

    /** Checks. */
    public PubsubService {
        Objects.requireNonNull(address);
    }

    PubsubService(String name) {
        this(new JID(name));
    }

    /** {@inheritDoc} An address makes its text anew each time, but for the domain that it nearly always is. */
    @Override
    public String name() {
        return address.getNode() == null && address.getResource() == null ? address.getDomain() : address.toString();
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
