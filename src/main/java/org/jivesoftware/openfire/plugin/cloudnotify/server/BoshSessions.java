package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Packet;

/**
 * BOSH sessions (XEP-0124), and what they lose. Openfire answers a request that it holds whenever something comes for the client, and takes
 * that for delivered, though the other end may be gone; when the session ends since it was idle for too long, Openfire stores offline
 * what no request came for, but not what was in its last answers. A client that got an answer sends its next request.
 *
 * <p>What was answered is in a private field, with the same names from 4.2.0 to 5.1.1; the methods that tell for how long a session was
 * idle return numbers in old versions and times in newer ones. Where something of it is missing, the log says so once, and no session
 * counts as one of these. Thread-safe.
 */
final class BoshSessions {

    private static final Logger LOG = LoggerFactory.getLogger(BoshSessions.class);

    private static final String NAME = "org.jivesoftware.openfire.http.HttpSession";

    private final @Nullable Access access;

    /** What of Openfire's class is used. */
    private record Access(Class<?> type, Field sent, Method acknowledged, Method request, Method packets, Method lastActivity,
                          Method inactivityTimeout) {
    }

    BoshSessions() {
        this("sentElements");
    }

    BoshSessions(String field) {
        Access found = null;
        try {
            ClassLoader loader = LocalClientSession.class.getClassLoader();
            Class<?> type = Class.forName(NAME, false, loader);
            Field sent = type.getDeclaredField(field);
            sent.setAccessible(true);
            Class<?> delivered = Class.forName(NAME + "$Delivered", false, loader);
            found = new Access(type, sent, type.getMethod("getLastAcknowledged"), accessible(delivered.getDeclaredMethod("getRequestID")),
                accessible(delivered.getDeclaredMethod("getPackets")), type.getMethod("getLastActivity"),
                type.getMethod("getInactivityTimeout"));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            LOG.info("This version of Openfire does not show what it sent to BOSH clients: where one is gone without a word, what it was"
                + " sent last is not pushed ({})", e.toString());
        }
        this.access = found;
    }

    private Access access() {
        return Objects.requireNonNull(access, "Only of one that is such a session");
    }

    private static Method accessible(Method method) {
        method.setAccessible(true);
        return method;
    }

    /**
     * @param session a session
     * @return whether it is one
     */
    boolean is(LocalClientSession session) {
        return access != null && access.type().isInstance(session);
    }

    /**
     * @param session one that {@link #is}
     * @return the number of its client's last request up to which none is missing; -1 where it cannot be asked
     */
    long request(LocalClientSession session) {
        try {
            return (Long) access().acknowledged().invoke(session);
        } catch (ReflectiveOperationException e) {
            LOG.debug("The requests of {} cannot be read", session.getAddress(), e);
            return -1;
        }
    }

    /**
     * @param session one that {@link #is}, and has ended
     * @param last the number of a request
     * @return what was in the answers to that request and later ones; null where it did not end because it was idle for too long
     */
    @Nullable List<Packet> answered(LocalClientSession session, long last) {
        try {
            Duration since = idle(access().lastActivity().invoke(session));
            boolean idle = since.compareTo(duration(access().inactivityTimeout().invoke(session))) >= 0;
            return idle ? answered(last, access().sent().get(session)) : null;
        } catch (ReflectiveOperationException e) {
            LOG.debug("What {} was sent last cannot be read", session.getAddress(), e);
            return null;
        }
    }

    private List<Packet> answered(long last, Object answers) throws ReflectiveOperationException {
        List<Packet> found = new ArrayList<>();
        synchronized (answers) {
            for (Object answer : (Collection<?>) answers) {
                if ((Long) access().request().invoke(answer) >= last) {
                    for (Object packet : (Collection<?>) access().packets().invoke(answer)) {
                        found.add((Packet) packet);
                    }
                }
            }
        }
        return found;
    }

    private static Duration idle(Object lastActivity) {
        Instant since = lastActivity instanceof Instant instant ? instant : Instant.ofEpochMilli((Long) lastActivity);
        return Duration.between(since, Instant.now());
    }

    private static Duration duration(Object timeout) {
        return timeout instanceof Duration duration ? duration : Duration.ofSeconds(((Number) timeout).longValue());
    }
}
