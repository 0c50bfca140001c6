package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notifier;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.xmpp.packet.Message;

/**
 * A message was stored offline: every device of the user is woken (spec §2 "Offline", mod_cloud_notify's rule c).
 *
 * <p>Called by the thread that routes the message: one look-up for users without registrations, and for the others reading what is to
 * know of the message.
 */
public final class OfflineTrigger {

    private final Registrations registrations;
    private final StanzaReader reader;
    private final Notifier notifier;

    /**
     * @param registrations tells who has devices; not null
     * @param reader reads messages; not null
     * @param notifier takes the occasions; not null
     */
    public OfflineTrigger(Registrations registrations, StanzaReader reader, Notifier notifier) {
        this.registrations = Objects.requireNonNull(registrations);
        this.reader = Objects.requireNonNull(reader);
        this.notifier = Objects.requireNonNull(notifier);
    }

    /**
     * @param message what Openfire says it stored; not null, not changed
     */
    public void stored(Message message) {
        String username = message.getTo().getNode();
        if (username == null) {
            return;
        }
        List<Registration> known = registrations.known(username);
        if (known != null && known.isEmpty()) {
            return;
        }
        Stanza stanza = reader.read(message);
        // Before 4.6.0 Openfire says so of messages, too, that it did not store.
        if (!stanza.error() && !stanza.noStore()) {
            notifier.due(new Occasion(Trigger.OFFLINE, username, stanza, 0, null, Occasion.ALL));
        }
    }
}
