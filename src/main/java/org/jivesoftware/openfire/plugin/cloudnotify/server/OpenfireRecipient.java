package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.Recipient;
import org.jivesoftware.openfire.privacy.PrivacyList;
import org.jivesoftware.openfire.privacy.PrivacyListManager;
import org.jivesoftware.openfire.roster.Roster;
import org.jivesoftware.openfire.roster.RosterItem;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jivesoftware.util.cache.Cache;
import org.jivesoftware.util.cache.CacheFactory;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** Openfire's privacy lists, rosters and presences. */
public final class OpenfireRecipient implements Recipient {

    private final XMPPServer server;
    private final SessionManager sessions;
    /** The cache of PrivacyListManager, which would ask the database each time for a user who has no list. */
    private final Cache<String, PrivacyList> lists = CacheFactory.createCache("Privacy Lists");
    /** The cache of RosterManager, for when the database is not to be asked. */
    private final Cache<String, Roster> rosters = CacheFactory.createCache("Roster");
    private final BooleanSupplier mayWait;

    /**
     * @param server the server
     * @param mayWait whether the calling thread may wait for the database and other cluster nodes; else memory must do. Not null
     */
    public OpenfireRecipient(XMPPServer server, BooleanSupplier mayWait) {
        this.server = Objects.requireNonNull(server);
        this.sessions = server.getSessionManager();
        this.mayWait = Objects.requireNonNull(mayWait);
    }

    @Override
    public boolean blocks(String username, Stanza stanza) {
        PrivacyList list = list(username, stanza.to());
        if (list == null || stanza.from() == null) {
            return false;
        }
        // Lists look at addresses and at the kind of stanza only.
        Packet like = stanza.kind() == Stanza.Kind.PRESENCE ? new Presence(Presence.Type.subscribe) : new Message();
        like.setFrom(stanza.from());
        like.setTo(stanza.to());
        return list.shouldBlockPacket(like);
    }

    /** The active list of the session that the stanza is addressed to, else the user's default list: as Openfire does. */
    private @Nullable PrivacyList list(String username, @Nullable JID to) {
        if (to != null && to.getResource() != null && sessions.getSession(to) instanceof LocalClientSession addressed) {
            PrivacyList active = addressed.getActiveList();
            return active == null ? defaultOf(addressed, username) : active;
        }
        for (ClientSession session : sessions.getSessions(username)) {
            if (session instanceof LocalClientSession local) {
                // Known by name and cached, where the user's default list would be looked for in the database.
                return defaultOf(local, username);
            }
        }
        return mayWait.getAsBoolean() ? PrivacyListManager.getInstance().getDefaultPrivacyList(username) : cachedDefaultOf(username);
    }

    /**
     * Whom a user blocks for the first time ever, Openfire puts on a new default list of which the sessions that are there hear nothing
     * (IQBlockingHandler, seen in 4.7.5 and 5.1.1). It is in Openfire's cache from that moment.
     */
    private @Nullable PrivacyList defaultOf(LocalClientSession session, String username) {
        PrivacyList known = session.getDefaultList();
        return known == null ? cachedDefaultOf(username) : known;
    }

    private @Nullable PrivacyList cachedDefaultOf(String username) {
        return lists.get(username + "__d_e_f_a_u_l_t__");
    }

    @Override
    public boolean available(String username) {
        for (ClientSession session : sessions.getSessions(username)) {
            // Another node has to be asked whether its sessions are detached: its plugin is, where that matters.
            if (session instanceof LocalClientSession local && session.getPresence().isAvailable() && !local.isDetached()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean away(String username) {
        boolean any = false;
        for (ClientSession session : sessions.getSessions(username)) {
            boolean local = session instanceof LocalClientSession;
            if (session == null || !local && !mayWait.getAsBoolean() || local && ((LocalClientSession) session).isDetached()
                || !session.getPresence().isAvailable()) {
                continue;
            }
            Presence.Show show = session.getPresence().getShow();
            if (show != Presence.Show.away && show != Presence.Show.xa) {
                return false;
            }
            any = true;
        }
        return any;
    }

    @Override
    public boolean isAskedBy(String username, JID contact) {
        try {
            Roster roster = roster(username);
            return roster != null && asks(roster.getRosterItem(contact.asBareJID()));
        } catch (UserNotFoundException e) {
            return false;
        }
    }

    /**
     * @param username whose roster
     * @param sender somebody
     * @return whether it is known that the user's roster, as clients see it, has nobody of that address
     */
    public boolean stranger(String username, JID sender) {
        try {
            Roster roster = roster(username);
            return roster != null && !shown(roster.getRosterItem(sender.asBareJID()));
        } catch (UserNotFoundException e) {
            // Which of the two there is not, Openfire does not tell; of users who have no account nobody asks.
            return true;
        }
    }

    /** Who asks to subscribe, and who sees the user by a group that is not shared with the user, is in Openfire's roster only. */
    private static boolean shown(RosterItem item) {
        boolean only = item.isOnlyShared() && item.getSubStatus() == RosterItem.SUB_FROM;
        return !only && (item.getSubStatus() != RosterItem.SUB_NONE || !asks(item));
    }

    @Override
    public int pendingSubscriptions(String username) {
        try {
            Roster roster = roster(username);
            return roster == null ? 0 : (int) roster.getRosterItems().stream().filter(OpenfireRecipient::asks).count();
        } catch (UserNotFoundException e) {
            return 0;
        }
    }

    private @Nullable Roster roster(String username) throws UserNotFoundException {
        return mayWait.getAsBoolean() ? server.getRosterManager().getRoster(username) : rosters.get(username);
    }

    private static boolean asks(RosterItem item) {
        return item.getRecvStatus() == RosterItem.RECV_SUBSCRIBE;
    }
}
