package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Sender;
import org.xmpp.packet.JID;

/**
 * Who may call what: users of this server the commands for their own account, its administrators also those for any. Never blocks.
 *
 * @param senders tells who has an address
 * @param administrators whether somebody is an administrator
 */
record Permissions(Function<JID, Sender> senders, Predicate<JID> administrators) {

    Permissions {
        Objects.requireNonNull(senders);
        Objects.requireNonNull(administrators);
    }

    boolean mayCall(JID caller, OfferedCommand offer) {
        if (caller == null) {
            return false;
        }
        Sender sender = senders.apply(caller);
        return sender.local() && !sender.anonymous() && (!offer.administrator() || administrators.test(caller));
    }
}
