package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import org.jivesoftware.openfire.group.Group;
import org.jivesoftware.openfire.group.GroupJID;
import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.group.GroupNotFoundException;
import org.jivesoftware.openfire.muc.MUCRoom;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomDesk;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomFacts;
import org.jivesoftware.openfire.plugin.cloudnotify.room.Rooms;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The rooms of Openfire. MUCRoom is an interface up to Openfire 4.6 and a class from 4.7, and affiliations are of another type from 5.0:
 * all is called by handles. Thread-safe.
 */
public final class OpenfireRooms implements Rooms, RoomDesk {

    private final @Nullable MultiUserChatManager services;
    private final String domain;
    private final OpenfireAsUser asUser;
    private final MethodHandle owners = handle("getOwners");
    private final MethodHandle admins = handle("getAdmins");
    private final MethodHandle members = handle("getMembers");
    private final MethodHandle outcasts = handle("getOutcasts");
    private final MethodHandle membersOnly = handle("isMembersOnly");
    private final MethodHandle password = handle("isPasswordProtected");
    private final MethodHandle moderated = handle("isModerated");
    private final MethodHandle registration = handle("isRegistrationEnabled");
    private final MethodHandle affiliation = handle("getAffiliation", JID.class);
    private final MethodHandle nickname = handle("getReservedNickname", JID.class);
    private final MethodHandle occupants = handle("getOccupantsByBareJID", JID.class);
    private final MethodHandle address = RoomOccupants.address();
    private final MethodHandle called = RoomOccupants.nickname();
    /** Null up to Openfire 4.9. */
    private final @Nullable MethodHandle occupantId = idHandle();

    /**
     * @param services Openfire's group chat services, or null where there are none
     * @param domain the server's domain
     * @param asUser asks in users' names
     * @throws LinkageError if this version of Openfire lacks something
     */
    public OpenfireRooms(@Nullable MultiUserChatManager services, String domain, OpenfireAsUser asUser) {
        this.services = services;
        this.domain = Objects.requireNonNull(domain);
        this.asUser = Objects.requireNonNull(asUser);
    }

    private static MethodHandle handle(String name, Class<?>... parameters) {
        try {
            return MethodHandles.publicLookup().unreflect(MUCRoom.class.getMethod(name, parameters));
        } catch (NoSuchMethodException e) {
            throw (NoSuchMethodError) new NoSuchMethodError("MUCRoom." + name).initCause(e);
        } catch (IllegalAccessException e) {
            throw (IllegalAccessError) new IllegalAccessError("MUCRoom." + name).initCause(e);
        }
    }

    private static @Nullable MethodHandle idHandle() {
        try {
            return handle("generateOccupantId", JID.class);
        } catch (NoSuchMethodError e) {
            return null;
        }
    }

    private @Nullable Object room(JID room) {
        if (services == null || room.getNode() == null) {
            return null;
        }
        MultiUserChatService service = services.getMultiUserChatService(room);
        return service == null ? null : service.getChatRoom(room.getNode());
    }

    @Override
    public @Nullable RoomFacts facts(JID room) {
        Object found = room(room);
        if (found == null) {
            return null;
        }
        Set<String> affiliated = new HashSet<>();
        add((Collection<?>) call(owners, found), affiliated);
        add((Collection<?>) call(admins, found), affiliated);
        add((Collection<?>) call(members, found), affiliated);
        Set<String> banned = new HashSet<>();
        for (Object each : (Collection<?>) call(outcasts, found)) {
            JID jid = (JID) each;
            if (jid.getNode() != null && jid.getDomain().equals(domain)) {
                banned.add(jid.getNode());
            }
        }
        boolean closed = (boolean) call(membersOnly, found);
        return new RoomFacts(closed, closed || (boolean) call(password, found), affiliated, banned);
    }

    private void add(Collection<?> all, Set<String> to) {
        for (Object each : all) {
            JID jid = (JID) each;
            // A group looks like a user who does not exist.
            if (GroupJID.isGroup(jid)) {
                addGroup(jid, to);
            } else if (jid.getNode() != null && jid.getDomain().equals(domain)) {
                to.add(jid.getNode());
            }
        }
    }

    private void addGroup(JID jid, Set<String> to) {
        try {
            Group group = GroupManager.getInstance().getGroup(jid);
            addUsers(group.getMembers(), to);
            addUsers(group.getAdmins(), to);
        } catch (GroupNotFoundException e) {
            // Its affiliation is nobody's any more.
            return;
        }
    }

    private void addUsers(Collection<JID> users, Set<String> to) {
        for (JID user : users) {
            if (user.getNode() != null && user.getDomain().equals(domain)) {
                to.add(user.getNode());
            }
        }
    }

    @Override
    public @Nullable Standing standing(JID room, String username) {
        Object found = room(room);
        if (found == null) {
            return null;
        }
        return new Standing(callOrNull(affiliation, found, user(username)) instanceof Enum<?> one ? one.name() : "none",
            (boolean) call(membersOnly, found), (boolean) call(moderated, found), (boolean) call(registration, found),
            nickname(room, username));
    }

    @Override
    public @Nullable IQ answer(IQ request) {
        return asUser.ask(request);
    }

    @Override
    public boolean affiliated(JID room, String username) {
        Object found = room(room);
        Object is = found == null ? null : callOrNull(affiliation, found, user(username));
        return is instanceof Enum<?> one && Set.of("owner", "admin", "member").contains(one.name());
    }

    @Override
    public Set<String> present(JID room, String username) {
        Set<String> resources = new HashSet<>(4);
        for (Object role : roles(room, username)) {
            JID occupant = (JID) callOrNull(address, role);
            if (occupant != null && occupant.getResource() != null) {
                resources.add(occupant.getResource());
            }
        }
        return resources;
    }

    private Collection<?> roles(JID room, String username) {
        Object found = room(room);
        Collection<?> roles = found == null ? null : (Collection<?>) callOrNull(occupants, found, user(username));
        return roles == null ? Set.of() : roles;
    }

    @Override
    public @Nullable String occupantNickname(JID room, String username) {
        Iterator<?> roles = roles(room, username).iterator();
        return roles.hasNext() ? (String) callOrNull(called, roles.next()) : null;
    }

    @Override
    public @Nullable String nickname(JID room, String username) {
        Object found = room(room);
        return found == null ? null : (String) callOrNull(nickname, found, user(username));
    }

    @Override
    public @Nullable String occupantId(JID room, String username) {
        Object found = occupantId == null ? null : room(room);
        return found == null || occupantId == null ? null : (String) callOrNull(occupantId, found, user(username));
    }

    private JID user(String username) {
        return new JID(username, domain, null, true);
    }

    /** Of what always gives something. */
    private static Object call(MethodHandle method, Object... arguments) {
        return Objects.requireNonNull(callOrNull(method, arguments), "Openfire always says so");
    }

    /** @return null also where Openfire says that there is no such user */
    private static @Nullable Object callOrNull(MethodHandle method, Object... arguments) {
        try {
            return method.invokeWithArguments(arguments);
        } catch (UserNotFoundException e) {
            return null;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
