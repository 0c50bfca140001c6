package org.jivesoftware.openfire.plugin.cloudnotify.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jivesoftware.openfire.muc.MUCRoom;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Who the occupants of the server's own rooms are. MUCRoom is an interface up to Openfire 4.6 and a class from 4.7, and its occupants are
 * MUCRoles up to 4.9 and MUCOccupants from 5.0: called by handles. Where they are missing, the log says so once, and nobody is known to
 * be anybody. Thread-safe.
 *
 * <p>To be asked only while a room has just said something, so that it is in memory.
 */
public final class RoomOccupants {

    private static final Logger LOG = LoggerFactory.getLogger(RoomOccupants.class);
    private static final String PACKAGE = "org.jivesoftware.openfire.muc.";

    private final @Nullable MultiUserChatManager rooms;
    private final String domain;
    private final String subdomains;
    private final @Nullable MethodHandle byNickname;
    private final @Nullable MethodHandle address;
    /** So that a message to hundreds of occupants asks once; in a cluster the room comes from another node. */
    private final Cache<String, Set<String>> asked;

    /**
     * @param rooms Openfire's group chat services, or null where there are none
     * @param domain the server's domain
     * @param upkeep where the cache tidies up
     */
    public RoomOccupants(@Nullable MultiUserChatManager rooms, String domain, Executor upkeep) {
        this.rooms = rooms;
        this.domain = Objects.requireNonNull(domain);
        this.subdomains = "." + domain;
        this.asked = Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(Duration.ofSeconds(1)).executor(upkeep).build();
        MethodHandle rooming = null;
        MethodHandle addressing = null;
        try {
            rooming = MethodHandles.publicLookup().unreflect(MUCRoom.class.getMethod("getOccupantsByNickname", String.class));
            addressing = address();
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.warn("This version of Openfire does not tell who is in a room: what users said on another cluster node may be pushed to"
                + " their own devices ({})", e.toString());
        }
        this.byNickname = rooming;
        this.address = addressing;
    }

    /** @return tells an occupant's real JID */
    static MethodHandle address() {
        return ofOccupant("getUserAddress");
    }

    /** @return tells an occupant's nickname */
    static MethodHandle nickname() {
        return ofOccupant("getNickname");
    }

    private static MethodHandle ofOccupant(String method) {
        try {
            return MethodHandles.publicLookup().unreflect(occupant().getMethod(method));
        } catch (ReflectiveOperationException e) {
            throw (NoSuchMethodError) new NoSuchMethodError(method + " of an occupant").initCause(e);
        }
    }

    private static Class<?> occupant() throws ClassNotFoundException {
        try {
            return Class.forName(PACKAGE + "MUCOccupant", false, MUCRoom.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return Class.forName(PACKAGE + "MUCRole", false, MUCRoom.class.getClassLoader());
        }
    }

    /**
     * @param occupant an occupant's JID, which just said something
     * @param username a user's local part
     * @return whether the occupant is known to be that user
     */
    public boolean is(JID occupant, String username) {
        if (rooms == null || address == null || occupant.getNode() == null || occupant.getResource() == null
            || !occupant.getDomain().endsWith(subdomains)) {
            return false;
        }
        return asked.get(occupant.toString(), key -> users(occupant)).contains(username);
    }

    /** @return the local users who have that nickname: one, with one session or several */
    private Set<String> users(JID occupant) {
        MultiUserChatService service = rooms == null ? null : rooms.getMultiUserChatService(occupant);
        Object room = service == null ? null : service.getChatRoom(occupant.getNode());
        Set<String> users = new HashSet<>();
        if (room != null) {
            try {
                // Where one of the two is missing, it is not asked.
                for (Object each : (List<?>) Objects.requireNonNull(byNickname).invoke(room, occupant.getResource())) {
                    JID user = (JID) Objects.requireNonNull(address).invoke(each);
                    if (user != null && user.getNode() != null && user.getDomain().equals(domain)) {
                        users.add(user.getNode());
                    }
                }
            } catch (UserNotFoundException e) {
                LOG.debug("Nobody is called {} any more", occupant, e);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
        return users;
    }
}
