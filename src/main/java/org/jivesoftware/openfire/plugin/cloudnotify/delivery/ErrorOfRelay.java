package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.Objects;
import org.xmpp.packet.JID;

/**
 * An error that a push by a message came back with. Immutable.
 *
 * @param id the message's
 * @param from who sent the error
 * @param reply what it means
 */
public record ErrorOfRelay(String id, JID from, Reply reply) {

    /** Checks. */
    public ErrorOfRelay {
        Objects.requireNonNull(id);
        Objects.requireNonNull(from);
        Objects.requireNonNull(reply);
    }
}
