package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/**
 * Tells which local user a stanza is addressed to, without allocating anything where the address was seen before: a stanza's own
 * {@code getTo()} puts a string together at each call.
 *
 * <p>Bounded: {@value #SLOTS} addresses, each in one of two slots; where more want the same two, they take turns. Thread-safe without
 * locks: entries are immutable.
 */
final class AddressCache {

    static final int SLOTS = 65_536;
    /** Longer addresses are parsed each time, so that memory stays bounded. */
    private static final int MAX_LENGTH = 256;

    private final String domain;
    private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(SLOTS);

    AddressCache(String domain) {
        this.domain = Objects.requireNonNull(domain);
    }

    /**
     * @param packet a stanza
     * @return the local part of the user of this server that it is addressed to, or null where it goes to nobody or elsewhere
     */
    @Nullable String username(Packet packet) {
        String address = packet.getElement().attributeValue("to");
        if (address == null || address.isEmpty()) {
            return null;
        }
        int hash = address.hashCode();
        int slot = (hash ^ hash >>> 14) & SLOTS - 1;
        Entry entry = entries.get(slot);
        if (entry == null || !entry.address.equals(address)) {
            entry = entries.get(slot ^ 1);
            if (entry == null || !entry.address.equals(address)) {
                entry = parsed(packet, address, slot);
            }
        }
        return entry.username;
    }

    private Entry parsed(Packet packet, String address, int slot) {
        JID to = packet.getTo();
        Entry entry = new Entry(address, to.getDomain().equals(domain) ? to.getNode() : null);
        if (address.length() <= MAX_LENGTH) {
            boolean second = entries.get(slot) != null && (entries.get(slot ^ 1) == null || ThreadLocalRandom.current().nextBoolean());
            entries.set(second ? slot ^ 1 : slot, entry);
        }
        return entry;
    }

    private record Entry(String address, @Nullable String username) {
    }
}
