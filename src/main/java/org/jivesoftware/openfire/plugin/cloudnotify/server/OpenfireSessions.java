package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.event.SessionEventListener;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.ClientStream;
import org.jivesoftware.openfire.plugin.cloudnotify.session.ServerSessions;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Reasons;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.JID;

/** Openfire's client sessions, and the events of their lives. */
public final class OpenfireSessions implements ServerSessions {

    private final SessionManager manager;
    private final String domain;
    private final StreamQueue queue;
    private final Part part;
    private final Terminations terminations;
    private final ClientState state = new ClientState();
    private final SessionMemory memory = new SessionMemory();
    private final BoshSessions bosh = new BoshSessions();
    private final StanzaReader reader;

    /**
     * @param manager Openfire's sessions
     * @param domain the server's domain
     * @param reader reads what waits in them
     * @param reasons tells what need not be read
     * @param parts are told what fails
     */
    public OpenfireSessions(SessionManager manager, String domain, StanzaReader reader, Reasons reasons, Parts parts) {
        this.manager = Objects.requireNonNull(manager);
        this.domain = Objects.requireNonNull(domain);
        this.reader = Objects.requireNonNull(reader);
        this.queue = new StreamQueue(reader, reasons);
        this.part = parts.part(PartName.SESSIONS);
        this.terminations = new Terminations(parts.part(PartName.HIBERNATION));
    }

    /**
     * @param session a session on this node
     * @return a view of it
     */
    ClientStream stream(LocalClientSession session) {
        return bosh.is(session) ? new BoshStream(session, bosh, reader)
            : new OpenfireStream(session, queue, terminations, state, memory);
    }

    @Override
    public Collection<ClientStream> all() {
        List<ClientStream> streams = new ArrayList<>();
        for (ClientSession session : manager.getSessions()) {
            add(streams, session);
        }
        return streams;
    }

    @Override
    public Collection<ClientStream> of(String username, Collection<String> resources) {
        List<ClientStream> streams = new ArrayList<>();
        for (ClientSession session : manager.getSessions(username)) {
            add(streams, session);
        }
        for (String resource : resources) {
            ClientSession named = resource.isEmpty() ? null : manager.getSession(new JID(username, domain, resource, true));
            if (named != null && streams.stream().noneMatch(stream -> stream.id().equals(named.getStreamID().getID()))) {
                add(streams, named);
            }
        }
        return streams;
    }

    private void add(List<ClientStream> streams, ClientSession session) {
        // Openfire's list may hold null, for a session that ended meanwhile.
        if (session instanceof LocalClientSession local && !local.isAnonymousUser() && local.getAddress().getNode() != null) {
            streams.add(stream(local));
        }
    }

    @Override
    public List<Binding> elsewhere(String username) {
        List<Binding> bindings = new ArrayList<>();
        for (ClientSession session : manager.getSessions(username)) {
            if (session != null && !(session instanceof LocalClientSession) && session.getAddress().getResource() != null) {
                bindings.add(new Binding(session.getAddress().getResource(), null));
            }
        }
        return bindings;
    }

    @Override
    public Duration detachTime() {
        return Duration.ofMillis(manager.getSessionDetachTime());
    }

    /**
     * @param session a session on this node
     * @return the number of its client's last request where it is a BOSH session, else -1
     */
    long request(LocalClientSession session) {
        return bosh(session) ? bosh.request(session) : -1;
    }

    /**
     * @param session a session on this node
     * @return whether its client speaks BOSH (XEP-0124)
     */
    boolean bosh(LocalClientSession session) {
        return bosh.is(session);
    }

    /**
     * Brings the events of sessions to the tracker, until closed.
     *
     * @param tracker is told
     * @return ends it
     */
    public AutoCloseable tell(SessionTracker tracker) {
        SessionEventListener listener = new SessionEventListener() {
            @Override
            public void sessionCreated(Session session) {
                // Too early: it has no resource yet.
            }

            @Override
            public void sessionDestroyed(Session session) {
                if (part.isOff()) {
                    return;
                }
                try {
                    tracker.ended(session.getStreamID().getID());
                } catch (Throwable e) {
                    part.failed(e);
                }
            }

            @Override
            public void anonymousSessionCreated(Session session) {
                // Anonymous users have no registrations.
            }

            @Override
            public void anonymousSessionDestroyed(Session session) {
                // Anonymous users have no registrations.
            }

            @Override
            public void resourceBound(Session session) {
                if (part.isOff()) {
                    return;
                }
                try {
                    if (session instanceof LocalClientSession local && !local.isAnonymousUser()) {
                        tracker.bound(stream(local));
                    }
                } catch (Throwable e) {
                    part.failed(e);
                }
            }
        };
        SessionEventDispatcher.addListener(listener);
        return () -> SessionEventDispatcher.removeListener(listener);
    }
}
