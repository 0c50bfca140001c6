package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimerTask;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.http.HttpBindManager;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.SessionCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.SessionInfo;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.jivesoftware.util.JiveGlobals;
import org.xmpp.packet.JID;
import org.xmpp.packet.StreamError;

/** Sessions by way of {@link SessionManager}. */
final class SessionControl implements SessionCommands {
    private static final String DETACH_TIMEOUT = "xmpp.session.detach.timeout";

    @Override
    public List<SessionInfo> list() {
        // A detached session that has lost its route to a newer one is only in the map of detached sessions.
        Map<String, SessionInfo> found = new LinkedHashMap<>();
        for (var session : SessionManager.getInstance().getSessions()) {
            if (session instanceof LocalClientSession local && local.getAddress().getResource() != null) {
                found.put(local.getStreamID().getID(), info(local));
            }
        }
        for (var session : detached()) {
            if (session instanceof LocalClientSession local) {
                found.putIfAbsent(local.getStreamID().getID(), info(local));
            }
        }
        return new ArrayList<>(found.values());
    }

    @Override
    public List<SessionInfo> of(String username) {
        return new ArrayList<>(list().stream().filter(session -> username.equals(new JID(session.jid()).getNode())).toList());
    }

    @Override
    public void expireDetached(long timeoutMillis) {
        String before = JiveGlobals.getProperty(DETACH_TIMEOUT);
        PropertyControl.write(DETACH_TIMEOUT, Long.toString(timeoutMillis));
        try {
            // The clean-up ends sessions that were active before now, and the clock has milliseconds.
            Thread.sleep(2);
            var manager = SessionManager.getInstance();
            var constructor = Class.forName(SessionManager.class.getName() + "$DetachedCleanupTask")
                    .getDeclaredConstructor(SessionManager.class);
            constructor.setAccessible(true);
            ((TimerTask) constructor.newInstance(manager)).run();
        } catch (ReflectiveOperationException | InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            PropertyControl.write(DETACH_TIMEOUT, before);
        }
    }

    @Override
    public void expireIdleBosh() {
        Object manager = field(HttpBindManager.class, "httpSessionManager", HttpBindManager.getInstance());
        try {
            var constructor = Class.forName(manager.getClass().getName() + "$HttpSessionReaper").getDeclaredConstructor(manager.getClass());
            constructor.setAccessible(true);
            var reaper = (TimerTask) constructor.newInstance(manager);
            reaper.run();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close(String fullJid) {
        ClientSession session = SessionManager.getInstance().getSession(new JID(fullJid));
        if (session == null) {
            throw new IllegalArgumentException("No session " + fullJid);
        }
        session.close();
    }

    @Override
    public void timeOut(String fullJid) {
        if (!(SessionManager.getInstance().getSession(new JID(fullJid)) instanceof LocalSession session)) {
            throw new IllegalArgumentException("No session " + fullJid);
        }
        try {
            Object connection = session.getConnection();
            // As Netty's handlers do it; versions with another network library have no such method, and do not need it.
            connection.getClass().getMethod("close", StreamError.class, boolean.class)
                    .invoke(connection, new StreamError(StreamError.Condition.connection_timeout), true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SessionInfo info(LocalClientSession session) {
        var presence = session.getPresence();
        StreamManager manager = session.getStreamManager();
        synchronized (manager) {
            var queue = (Deque<?>) field(StreamManager.class, "unacknowledgedServerStanzas", manager);
            long sent = queue.isEmpty()
                    ? ((Number) field(StreamManager.class, "clientProcessedStanzas", manager)).longValue()
                    : ((StreamManager.UnackedPacket) queue.getLast()).x;
            return new SessionInfo(session.getAddress().toString(), session.getStreamID().getID(), session.isDetached(),
                    presence != null && presence.isAvailable() && session.isInitialized(),
                    presence == null ? 0 : presence.getPriority(), queue.size(), sent);
        }
    }

    private static Collection<LocalSession> detached() {
        @SuppressWarnings("unchecked")
        var map = (Map<Object, LocalSession>) field(SessionManager.class, "detachedSessions", SessionManager.getInstance());
        return map.values();
    }

    private static Object field(Class<?> type, String name, Object owner) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
