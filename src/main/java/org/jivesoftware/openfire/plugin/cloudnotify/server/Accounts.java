package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.event.UserEventDispatcher;
import org.jivesoftware.openfire.event.UserEventListener;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.AccountAges;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.AccountNews;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Sender;
import org.jivesoftware.openfire.privacy.PrivacyListManager;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.jivesoftware.openfire.user.User;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jivesoftware.openfire.user.UserProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/** The accounts of this server: who somebody is, since when, and who comes and goes. */
public final class Accounts implements UserEventListener, AccountAges, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private static final int MOST_LOOKED_AT = 500;
    private static final int MOST_SIMILAR = 5;
    private static final int MOST_TYPOS = 2;
    private static final Duration JUST_NOW = Duration.ofSeconds(10);
    /** Openfire's own table, which always knows. */
    private static final String OWN_SOURCE = "org.jivesoftware.openfire.user.DefaultUserProvider";

    private final SessionManager sessions;
    private final XMPPServer server;
    private volatile @Nullable AccountNews news;
    private final Part part;

    /**
     * @param server the server
     * @param part is told what fails
     */
    public Accounts(XMPPServer server, Part part) {
        this.server = Objects.requireNonNull(server);
        this.sessions = server.getSessionManager();
        this.part = Objects.requireNonNull(part);
    }

    /**
     * Starts to listen.
     *
     * @param listener is told of accounts that come and go
     */
    public void listen(AccountNews listener) {
        news = Objects.requireNonNull(listener);
        UserEventDispatcher.addListener(this);
    }

    private AccountNews news() {
        return Objects.requireNonNull(news, "Nobody is listened to before");
    }

    /**
     * @param address a full JID
     * @return who has it
     */
    public Sender sender(JID address) {
        if (!server.isLocal(address) || address.getNode() == null) {
            return new Sender(false, false, null);
        }
        ClientSession session = sessions.getSession(address);
        return new Sender(true, session == null || session.isAnonymousUser(), userAgent(session));
    }

    /**
     * @param username what somebody takes for a local part
     * @return whether there is an account of that name. May wait for the database.
     */
    public boolean exists(String username) {
        try {
            return server.getUserManager().getUser(username) != null;
        } catch (UserNotFoundException | IllegalArgumentException e) {
            // Newer versions make an address of it first, which a name with a blank cannot be.
            return false;
        }
    }

    /**
     * @param username of an account
     * @return whether the user has a privacy or block list that is always in force (XEP-0016, XEP-0191). May wait for the database.
     */
    public boolean blocks(String username) {
        return PrivacyListManager.getInstance().getDefaultPrivacyList(username) != null;
    }

    /**
     * @param username a local part
     * @return a few accounts whose names are much like it, the likest first. May wait for the database.
     */
    public List<String> similar(String username) {
        // Not all accounts: there may be a million. Who mistypes a name rarely mistypes how it begins.
        for (int length = Math.min(2, username.length()); length > 0; length--) {
            List<String> similar = similar(username, username.substring(0, length));
            if (!similar.isEmpty()) {
                return similar;
            }
        }
        return List.of();
    }

    private List<String> similar(String username, String beginning) {
        try {
            return server.getUserManager().findUsers(Set.of("Username"), beginning + "*", 0, MOST_LOOKED_AT).stream().map(User::getUsername)
                .filter(name -> name.startsWith(username) || typos(name, username) <= MOST_TYPOS)
                .sorted(Comparator.comparingInt((String name) -> typos(name, username)).thenComparing(Comparator.naturalOrder()))
                .limit(MOST_SIMILAR).toList();
        } catch (UnsupportedOperationException e) {
            // Some sources outside cannot be searched.
            return List.of();
        }
    }

    /** How many letters would have to be put in, left out or changed (Levenshtein). */
    static int typos(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[before.length];
            now[0] = i;
            for (int j = 1; j < now.length; j++) {
                int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[other.length()];
    }

    /**
     * {@inheritDoc} Past Openfire's cache, which may hold somebody who is no more. Some sources outside say that every account was made
     * just now, whenever they are asked: those do not know.
     */
    @Override
    public @Nullable Instant made(String username) {
        try {
            UserProvider source = UserManager.getUserProvider();
            Date made = source.loadUser(username).getCreationDate();
            boolean known = made != null && (source.getClass().getName().equals(OWN_SOURCE)
                || made.toInstant().isBefore(Instant.now().minus(JUST_NOW)));
            return known ? made.toInstant() : NOBODY_KNOWS;
        } catch (UserNotFoundException e) {
            return null;
        }
    }

    /** Known since Openfire 5.2 (SASL2, XEP-0388), as an object with a method {@code getId()} in the session's data. */
    static @Nullable String userAgent(ClientSession session) {
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
        if (part.isOff()) {
            return;
        }
        try {
            news().created(user.getUsername());
        } catch (Throwable e) {
            part.failed(e);
        }
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
            news().deleted(user.getUsername());
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    public void close() {
        UserEventDispatcher.removeListener(this);
    }
}
