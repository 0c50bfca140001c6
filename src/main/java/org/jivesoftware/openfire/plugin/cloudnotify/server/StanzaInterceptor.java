package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.RoutingThread;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Reasons;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.ReadTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.Routed;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * Stands in the way of every stanza of the server: where its recipient has no registrations, that costs a look-up in memory and
 * nothing else (behaviour §8). Changes and stops no stanza.
 */
public final class StanzaInterceptor implements PacketInterceptor {

    private final Registrations registrations;
    private final AddressCache recipients;
    private final StanzaReader reader;
    private final Reasons reasons;
    private final RoutingThread<Packet> thread;
    private final Reflections reflections;
    private final JourneyRegistry journeys;
    private final OpenfireSessions sessions;
    private final SessionTracker tracker;
    private final Routed routed;
    private final Part part;
    /**
     * The number of a BOSH client's last request before it is handed something, on each thread. A JDK type, which keeps no class loader.
     */
    private final ThreadLocal<Long> request = new ThreadLocal<>();

    /**
     * @param domain the server's domain
     * @param registrations tells who has devices
     * @param reader reads stanzas
     * @param reasons tells which need not be read
     * @param thread follows their journeys
     * @param reflections notices what is said in rooms
     * @param journeys is told what goes to sessions that acknowledge nothing
     * @param sessions Openfire's sessions
     * @param tracker is told what goes to sessions
     * @param routed is told what was routed to users
     * @param part is told what fails
     */
    public StanzaInterceptor(String domain, Registrations registrations, StanzaReader reader, Reasons reasons, RoutingThread<Packet> thread,
                             Reflections reflections, JourneyRegistry journeys, OpenfireSessions sessions, SessionTracker tracker,
                             Routed routed, Part part) {
        this.registrations = Objects.requireNonNull(registrations);
        this.recipients = new AddressCache(domain);
        this.reader = Objects.requireNonNull(reader);
        this.reasons = Objects.requireNonNull(reasons);
        this.reflections = Objects.requireNonNull(reflections);
        this.thread = Objects.requireNonNull(thread);
        this.journeys = Objects.requireNonNull(journeys);
        this.sessions = Objects.requireNonNull(sessions);
        this.tracker = Objects.requireNonNull(tracker);
        this.routed = Objects.requireNonNull(routed);
        this.part = Objects.requireNonNull(part);
    }

    /**
     * Starts to intercept.
     *
     * @return ends it
     */
    public AutoCloseable start() {
        InterceptorManager manager = InterceptorManager.getInstance();
        manager.addInterceptor(this);
        return () -> manager.removeInterceptor(this);
    }

    @Override
    public void interceptPacket(Packet packet, Session session, boolean incoming, boolean processed) {
        if (part.isOff()) {
            return;
        }
        try {
            look(packet, session, incoming, processed);
        } catch (Throwable e) {
            // Openfire would close the stream of whoever sent the stanza.
            part.failed(e);
        }
    }

    private void look(Packet packet, Session session, boolean incoming, boolean processed) {
        if (incoming) {
            if (packet instanceof Message message) {
                incoming(message, session, processed);
            } else if (!processed && packet instanceof IQ iq && session instanceof LocalClientSession local && ReadTrigger.publishes(iq)) {
                String username = local.getAddress().getNode();
                if (username != null && maybeRegistered(username)) {
                    routed.published(username, local.getAddress().getResource(), iq);
                }
            } else if (processed && packet instanceof Presence presence
                && "subscribe".equals(presence.getElement().attributeValue("type"))) {
                subscription(presence);
            }
        } else if (session instanceof LocalClientSession local) {
            if (processed && !(packet instanceof Presence)) {
                outgoing(packet, local);
            } else if (!processed && packet instanceof Message message) {
                if (Reflections.groupchat(message)) {
                    reflecting(message, local);
                }
                if (sessions.bosh(local)) {
                    // Afterwards, the client's next request may be there already.
                    request.set(asked(local));
                }
            }
        }
    }

    private void incoming(Message message, Session session, boolean processed) {
        if (!processed) {
            String username = recipients.username(message);
            // Before anybody can answer: what comes back may be decided on before this thread is back from routing.
            used(message, session);
            if (username == null) {
                if (Reflections.groupchat(message)) {
                    reflections.saying(message, this::maybeRegistered);
                    // Before the room addresses the same message to one occupant after the other.
                    said(message, session, true);
                }
            } else if (maybeRegistered(username)) {
                thread.begin(message);
            }
            return;
        }
        Journey journey = thread.end(message);
        said(message, session, false);
        if (journey != null) {
            String username = recipients.username(message);
            if (username != null && reasons.possible(message, username)) {
                routed.message(username, message, journey);
            }
        }
    }

    private void used(Message message, Session session) {
        if (session instanceof LocalClientSession local && maybeSender(local)) {
            routed.used(local.getAddress().getNode(), local.getAddress().getResource(), message);
        }
    }

    private void said(Message message, Session session, boolean inRoom) {
        if (session instanceof LocalClientSession local && maybeSender(local) && Reflections.groupchat(message) == inRoom) {
            routed.said(local.getAddress().getNode(), message);
        }
    }

    private boolean maybeSender(LocalClientSession session) {
        String username = session.getAddress().getNode();
        return username != null && maybeRegistered(username);
    }

    private long asked(LocalClientSession session) {
        String username = session.getAddress().getNode();
        return username != null && maybeRegistered(username) ? sessions.request(session) : -1;
    }

    private void reflecting(Message message, LocalClientSession session) {
        String username = session.getAddress().getNode();
        if (username != null && maybeRegistered(username)) {
            reflections.reflecting(message, username, waits(session));
        }
    }

    private void subscription(Presence presence) {
        String username = recipients.username(presence);
        if (username != null && maybeRegistered(username)) {
            routed.subscription(username, presence);
        }
    }

    private void outgoing(Packet packet, LocalClientSession session) {
        String username = session.getAddress().getNode();
        if (username == null || !maybeRegistered(username)) {
            return;
        }
        boolean waits = waits(session);
        if ((waits || packet instanceof Message) && reasons.possible(packet, username)) {
            Stanza stanza = reader.read(packet);
            if (stanza.reason()) {
                sent(session, username, new Travelling(stanza, thread.of(packet)), waits);
            }
        }
    }

    /** Openfire turns stream management off where too much waits, and goes on losing what comes for a detached session. */
    private static boolean waits(LocalClientSession session) {
        return session.getStreamManager().isEnabled() || session.isDetached();
    }

    private void sent(LocalClientSession session, String username, Travelling travelling, boolean waits) {
        if (waits) {
            tracker.sent(sessions.stream(session), travelling);
        } else {
            if (session.isClosed() && journeys.deliveries().take(username, travelling.stanza().fingerprint()) != null) {
                // What a session that ends did not fetch Openfire routes once more, and may find that very session.
                return;
            }
            // Where it is not fetched, as by a browser's tab that was closed, Openfire stores it later.
            String id = session.getStreamID().getID();
            journeys.deliveries().add(username, id, travelling);
            Long before = sessions.bosh(session) ? request.get() : null;
            if (before != null && before >= 0) {
                tracker.handed(id, travelling, before);
            }
        }
    }

    /** True, too, where only the database knows: then the user's lane will find out. */
    private boolean maybeRegistered(String username) {
        List<Registration> known = registrations.known(username);
        return known == null || !known.isEmpty();
    }
}
