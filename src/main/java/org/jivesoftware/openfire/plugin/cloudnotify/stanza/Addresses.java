package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/**
 * The addresses that stanzas had last, by their texts: whenever a packet is asked for one, it makes a text of the one that it knows, to
 * compare that with what its element says. Bounded: {@value #PLACES} of them, none long, in the place that the text's hash says; who comes
 * later gives another one way. Thread-safe, without locks.
 */
final class Addresses {

    private static final int PLACES = 2_048;
    private static final int LONGEST = 256;

    private final AtomicReferenceArray<@Nullable Known> last = new AtomicReferenceArray<>(PLACES);

    private record Known(String text, JID address) {
    }

    /**
     * @param packet a stanza
     * @return what {@link Packet#getFrom} would give
     */
    @Nullable JID from(Packet packet) {
        return address(packet, packet.getElement().attributeValue("from"), true);
    }

    /**
     * @param packet a stanza
     * @return what {@link Packet#getTo} would give
     */
    @Nullable JID to(Packet packet) {
        return address(packet, packet.getElement().attributeValue("to"), false);
    }

    private @Nullable JID address(Packet packet, @Nullable String text, boolean from) {
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            return from ? packet.getFrom() : packet.getTo();
        }
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 14) & PLACES - 1;
        Known known = last.get(place);
        if (known != null && known.text.equals(text)) {
            return known.address;
        }
        JID address = from ? packet.getFrom() : packet.getTo();
        if (address != null) {
            last.set(place, new Known(text, address));
        }
        return address;
    }
}
