package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * What a user has read on one device, so that the others need not tell of it (docs/behaviour.md §11). Immutable.
 *
 * @param chat with whom, or in which room: a bare address
 * @param upTo an id of the last message that was read, or null for all of that chat
 */
public record Read(String chat, @Nullable String upTo) {

    /** Checks. */
    public Read {
        Objects.requireNonNull(chat);
    }

    /** @return the place of the last one of these that was read, or -1 */
    int last(List<Travelling> stanzas) {
        for (int i = stanzas.size() - 1; i >= 0; i--) {
            if (of(stanzas.get(i)) && (upTo == null || stanzas.get(i).stanza().traits().ids().contain(upTo))) {
                return i;
            }
        }
        return -1;
    }

    /** @return whether it is of that chat */
    boolean of(Travelling stanza) {
        JID sender = stanza.stanza().sender();
        return stanza.stanza().important() && sender != null && sender.toBareJID().equals(chat);
    }
}
