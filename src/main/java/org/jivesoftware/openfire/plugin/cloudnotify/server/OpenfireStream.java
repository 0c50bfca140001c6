package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.plugin.cloudnotify.session.ClientStream;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Unacked;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** A client's session in Openfire. */
final class OpenfireStream implements ClientStream {

    private static final String WEB_SOCKET = "org.jivesoftware.openfire.websocket.WebSocketConnection";

    private final LocalClientSession session;
    private final StreamQueue queue;
    private final Terminations terminations;
    private final ClientState state;
    private final SessionMemory memory;
    private @Nullable Object delegate;

    OpenfireStream(LocalClientSession session, StreamQueue queue, Terminations terminations, ClientState state, SessionMemory memory) {
        this.session = Objects.requireNonNull(session);
        this.queue = Objects.requireNonNull(queue);
        this.terminations = Objects.requireNonNull(terminations);
        this.state = Objects.requireNonNull(state);
        this.memory = Objects.requireNonNull(memory);
    }

    @Override
    public String id() {
        return session.getStreamID().getID();
    }

    @Override
    public JID address() {
        return session.getAddress();
    }

    @Override
    public @Nullable String userAgent() {
        return Accounts.userAgent(session);
    }

    @Override
    public boolean detached() {
        // Since 4.3 a session that is being ended is no longer marked as detached, but has no connection either. Up to 4.2 detached
        // means just that, and asking such a session for its connection would be logged as an error.
        if (session.isDetached()) {
            return true;
        }
        Connection connection = session.getConnection();
        return connection == null || lost(connection);
    }

    @Override
    public boolean storesToo() {
        Connection connection = session.isDetached() ? null : session.getConnection();
        return connection != null && lost(connection);
    }

    /** Up to 4.7 a session whose WebSocket was closed keeps its connection, and is never marked as detached. */
    private static boolean lost(Connection connection) {
        // No other kind of connection may be asked so: they send something to find out.
        return WEB_SOCKET.equals(connection.getClass().getName()) && !connection.validate();
    }

    @Override
    public boolean closed() {
        try {
            return session.isClosed();
        } catch (NullPointerException e) {
            // Up to 4.3, where the connection was lost in this very moment: then nobody is there either.
            return true;
        }
    }

    @Override
    public boolean managed() {
        return session.getStreamManager().isEnabled();
    }

    @Override
    public boolean holdsBack() {
        return state.holdsBack(session);
    }

    @Override
    public boolean inactive() {
        return state.inactive(session);
    }

    @Override
    public @Nullable Unacked unacked(@Nullable Object newest) {
        return queue.read(session.getStreamManager(), newest, session.getAddress().getNode());
    }

    @Override
    public void requestAck() {
        StreamManager manager = session.getStreamManager();
        String namespace = queue.namespace(manager);
        if (namespace != null && !detached()) {
            try {
                session.deliverRawText("<r xmlns='" + namespace + "'/>");
            } catch (NullPointerException e) {
                // Up to 4.2, where the connection was lost in this very moment: then there is nobody to ask.
                return;
            }
        }
    }

    @Override
    public Duration idle() {
        return Duration.ofMillis(System.currentTimeMillis() - session.getLastActiveDate().getTime());
    }

    @Override
    public void touch() {
        session.incrementServerPacketCount();
    }

    @Override
    public void remember(String text) {
        memory.keep(session, text);
    }

    @Override
    public @Nullable String remembered() {
        return memory.kept(session);
    }

    @Override
    public synchronized boolean decideEnd(Predicate<Duration> mayEnd) {
        if (delegate == null) {
            delegate = terminations.add(session.getStreamManager(), mayEnd,
                own -> idle().compareTo(own) > 0);
        }
        return delegate != null;
    }

    @Override
    public synchronized void leaveEnd() {
        if (delegate != null) {
            terminations.remove(session.getStreamManager(), delegate);
            delegate = null;
        }
    }
}
