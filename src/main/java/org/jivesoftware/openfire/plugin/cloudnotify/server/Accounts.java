package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.event.UserEventDispatcher;
import org.jivesoftware.openfire.event.UserEventListener;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Sender;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.jivesoftware.openfire.user.User;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/** The accounts of this server: who somebody is, and who is deleted. */
public final class Accounts implements UserEventListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private final SessionManager sessions;
    private final XMPPServer server;
    private final Consumer<String> deleted;
    private final Part part;

    /**
     * @param server the server; not null
     * @param deleted is called with the local part of a user whose account is being deleted; not null
     * @param part is told what fails; not null
     */
    public Accounts(XMPPServer server, Consumer<String> deleted, Part part) {
        this.server = Objects.requireNonNull(server);
        this.sessions = server.getSessionManager();
        this.deleted = Objects.requireNonNull(deleted);
        this.part = Objects.requireNonNull(part);
    }

    /** Starts to listen. */
    public void listen() {
        UserEventDispatcher.addListener(this);
    }

    /**
     * @param address a full JID; not null
     * @return who has it; never null
     */
    public Sender sender(JID address) {
        if (!server.isLocal(address) || address.getNode() == null) {
            return new Sender(false, false, null);
        }
        ClientSession session = sessions.getSession(address);
        return new Sender(true, session == null || session.isAnonymousUser(), userAgent(session));
    }

    /**
     * @param username a local part; not null
     * @return whether there is an account of that name. May wait for the database.
     */
    public boolean exists(String username) {
        try {
            return server.getUserManager().getUser(username) != null;
        } catch (UserNotFoundException e) {
            return false;
        }
    }

    /** Known since Openfire 5.2 (SASL2, XEP-0388), as an object with a method {@code getId()} in the session's data. */
    static String userAgent(ClientSession session) {
        if (!(session instanceof LocalSession local)) {
            return null;
        }
        Object info = local.getSessionData("user-agent-info");
        if (info == null) {
            return null;
        }
        try {
            Object id = info.getClass().getMethod("getId").invoke(info);
            return id == null ? null : id.toString();
        } catch (ReflectiveOperationException e) {
            LOG.debug("The user agent of {} cannot be read", session.getAddress(), e);
            return null;
        }
    }

    @Override
    public void userCreated(User user, Map<String, Object> params) {
        // Nothing is known of a new user.
    }

    @Override
    public void userModified(User user, Map<String, Object> params) {
        // Registrations do not depend on what can be modified.
    }

    @Override
    public void userDeleting(User user, Map<String, Object> params) {
        if (part.isOff()) {
            return;
        }
        try {
            deleted.accept(user.getUsername());
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    public void close() {
        UserEventDispatcher.removeListener(this);
    }
}
