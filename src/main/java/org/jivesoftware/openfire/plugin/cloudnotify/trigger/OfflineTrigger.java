package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.StanzaLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * A message was stored offline: every device of the user is woken (behaviour §2 "Offline", mod_cloud_notify's rule c).
 *
 * <p>Called by the thread that routes the message: one look-up for users without registrations, and for the others reading what is to
 * know of the message.
 */
public final class OfflineTrigger {

    private final Registrations registrations;
    private final StanzaReader reader;
    private final StanzaLanes lanes;
    private final Function<Packet, Journey> journeys;
    private final Occasions occasions;
    /** The number of the last journey that ended in the store, on each thread. A JDK type, which keeps no class loader. */
    private final ThreadLocal<Long> last = new ThreadLocal<>();

    /**
     * @param domain the server's domain
     * @param registrations tells who has devices
     * @param reader reads messages
     * @param lanes where the work is done
     * @param journeys tells the journey of what the calling thread routes
     * @param sessions the sessions of users with devices
     * @param notifier takes the occasions
     */
    public OfflineTrigger(String domain, Registrations registrations, StanzaReader reader, StanzaLanes lanes,
                          Function<Packet, Journey> journeys, SessionTracker sessions, Consumer<Occasion> notifier) {
        this.registrations = Objects.requireNonNull(registrations);
        this.reader = Objects.requireNonNull(reader);
        this.lanes = Objects.requireNonNull(lanes);
        this.journeys = Objects.requireNonNull(journeys);
        this.occasions = new Occasions(domain, sessions, notifier);
    }

    /**
     * @param message what Openfire says it stored; not changed
     * @param time the time that it will bear as its delay when it is fetched, unless it has a delay already; null where that is not
     *     known
     */
    public void stored(Message message, @Nullable Instant time) {
        JID to = reader.to(message);
        String username = to == null ? null : to.getNode();
        if (username == null) {
            return;
        }
        List<Registration> known = registrations.known(username);
        if (known != null && known.isEmpty() || !isStored(message)) {
            return;
        }
        Journey journey = journeys.apply(message);
        last.set(journey.number());
        Stanza stanza = reader.read(message);
        if (stanza.reason() && !stanza.noStore()) {
            Travelling travelling = new Travelling(stanza, journey, time);
            Runnable due = () -> occasions.stored(username, travelling);
            if (!lanes.execute(username, travelling.known().number(), due) && !travelling.copy()) {
                // Too much at once. The notifier finds the lane full, too, and keeps in mind that something is due. Not for what is
                // delivered again: only on the lane can its first journey be found, on which it was noticed.
                occasions.overloaded(username, travelling);
            }
        }
    }

    /**
     * Asked by the thread that routes a message, once it has.
     *
     * @param journey the message's journey
     * @return whether the message was stored offline on the way
     */
    public boolean took(Journey journey) {
        Long number = last.get();
        return number != null && number == journey.number();
    }

    /** Before 4.6.0 Openfire says so, too, of messages that it did not store (XEP-0160 §3). */
    private static boolean isStored(Message message) {
        String type = message.getElement().attributeValue("type", "normal");
        if (!type.equals("chat")) {
            // A type that nobody knows is normal (RFC 6121 §5.2.2).
            return !type.equals("groupchat") && !type.equals("headline") && !type.equals("error");
        }
        Element element = message.getElement();
        for (int i = 0; i < element.nodeCount(); i++) {
            if (!(element.node(i) instanceof Element child)) {
                continue;
            }
            String namespace = child.getNamespaceURI();
            boolean transientState = namespace.isEmpty() || namespace.equals("http://jabber.org/protocol/chatstates")
                || namespace.equals("urn:xmpp:rtt:0");
            // What the server itself added says nothing about the message.
            if (!transientState && !child.getName().equals("delay") && !child.getName().equals("thread")) {
                return true;
            }
        }
        return message.getBody() != null && !message.getBody().isEmpty();
    }
}
