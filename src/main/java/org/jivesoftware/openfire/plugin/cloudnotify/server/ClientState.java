package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.reflect.Method;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Client state indication (XEP-0352), which Openfire has since 4.8: to a client that says that it is inactive it sends unimportant
 * stanzas later. Earlier versions hold nothing back.
 */
final class ClientState {

    private static final Logger LOG = LoggerFactory.getLogger(ClientState.class);

    private final @Nullable Access access;

    /** What of Openfire is used. */
    private record Access(Method manager, Method active, Method heldBack) {
    }

    ClientState() {
        Access found = null;
        try {
            Method manager = LocalClientSession.class.getMethod("getCsiManager");
            found = new Access(manager, manager.getReturnType().getMethod("isActive"),
                manager.getReturnType().getMethod("getDelayQueueSize"));
        } catch (NoSuchMethodException e) {
            LOG.debug("This version of Openfire does not tell what it holds back for inactive clients: {}", e.getMessage());
        }
        access = found;
    }

    /**
     * @param session a session
     * @return whether what is on its way to the client may be held back for now; false where this version of Openfire does not tell
     */
    boolean holdsBack(LocalClientSession session) {
        if (access == null) {
            return false;
        }
        try {
            Object state = access.manager().invoke(session);
            return !(Boolean) access.active().invoke(state) || (Integer) access.heldBack().invoke(state) > 0;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("They are public", e);
        }
    }

    /**
     * @param session a session
     * @return whether its client said that nobody is at it; false where this version of Openfire does not tell
     */
    boolean inactive(LocalClientSession session) {
        if (access == null) {
            return false;
        }
        try {
            return !(Boolean) access.active().invoke(access.manager().invoke(session));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("They are public", e);
        }
    }
}
