package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.reflect.Method;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a text with a session for as long as the server has it, whether the plugin runs or not. Openfire's method for that returns nothing
 * up to 4.7, and what was there before since then: it is reached by reflection. Where it is missing, nothing is kept, and a debug line
 * says so. Thread-safe.
 */
final class SessionMemory {

    private static final Logger LOG = LoggerFactory.getLogger(SessionMemory.class);
    private static final String NAME = "cloudnotify.hibernation";

    private final @Nullable Method set;

    SessionMemory() {
        Method found = null;
        try {
            found = LocalSession.class.getMethod("setSessionData", String.class, Object.class);
        } catch (NoSuchMethodException e) {
            LOG.debug("This version of Openfire keeps nothing with sessions: a reload begins their max-hibernation anew");
        }
        this.set = found;
    }

    /**
     * @param session with which session
     * @param text what to keep
     */
    void keep(LocalClientSession session, String text) {
        if (set == null) {
            return;
        }
        try {
            set.invoke(session, NAME, text);
        } catch (ReflectiveOperationException e) {
            LOG.debug("Nothing can be kept with the session of {}", session.getAddress(), e);
        }
    }

    /** @return what was kept with a session last, or null */
    @Nullable String kept(LocalSession session) {
        return session.getSessionData(NAME) instanceof String text ? text : null;
    }
}
