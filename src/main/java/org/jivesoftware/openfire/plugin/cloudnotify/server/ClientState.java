package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.reflect.Method;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Client state indication (XEP-0352), which Openfire has since 4.8: to a client that says that it is inactive it sends unimportant
 * stanzas later. Earlier versions hold nothing back.
 */
final class ClientState {

    private static final Logger LOG = LoggerFactory.getLogger(ClientState.class);

    private final Method manager;
    private final Method active;
    private final Method heldBack;

    ClientState() {
        Method foundManager = null;
        Method foundActive = null;
        Method foundHeldBack = null;
        try {
            foundManager = LocalClientSession.class.getMethod("getCsiManager");
            foundActive = foundManager.getReturnType().getMethod("isActive");
            foundHeldBack = foundManager.getReturnType().getMethod("getDelayQueueSize");
        } catch (NoSuchMethodException e) {
            LOG.debug("This version of Openfire does not tell what it holds back for inactive clients: {}", e.getMessage());
        }
        manager = foundManager;
        active = foundActive;
        heldBack = foundHeldBack;
    }

    /**
     * @param session a session; not null
     * @return whether what is on its way to the client may be held back for now; false where this version of Openfire does not tell
     */
    boolean holdsBack(LocalClientSession session) {
        if (heldBack == null) {
            return false;
        }
        try {
            Object state = manager.invoke(session);
            return !(Boolean) active.invoke(state) || (Integer) heldBack.invoke(state) > 0;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("They are public", e);
        }
    }

    /**
     * @param session a session; not null
     * @return whether its client said that nobody is at it; false where this version of Openfire does not tell
     */
    boolean inactive(LocalClientSession session) {
        if (heldBack == null) {
            return false;
        }
        try {
            return !(Boolean) active.invoke(manager.invoke(session));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("They are public", e);
        }
    }
}
