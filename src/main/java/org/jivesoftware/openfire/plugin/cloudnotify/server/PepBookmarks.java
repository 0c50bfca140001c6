package org.jivesoftware.openfire.plugin.cloudnotify.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.pep.IQPEPHandler;
import org.jivesoftware.openfire.pep.PEPServiceManager;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.room.BookmarkReader;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmark;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmarks;
import org.jivesoftware.openfire.pubsub.LeafNode;
import org.jivesoftware.openfire.pubsub.PublishedItem;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * The bookmarks in the users' own PEP nodes, as Openfire keeps them. Which services there are is asked by reflection, since that changed
 * several times. Where it cannot be asked, or fails, the user has none for a while, the log says so, and rooms push as if there were none.
 * Bounded: {@value #USERS} users, of each at most {@value #ROOMS} rooms of which something is said. Thread-safe.
 */
public final class PepBookmarks implements RoomBookmarks {

    static final int USERS = 50_000;
    static final int ROOMS = 1_000;
    /** Another cluster node may have seen a change that this one did not. */
    private static final Duration KEPT = Duration.ofMinutes(15);
    /** Whose bookmarks could not be read is not asked for again with each message. */
    private static final Duration RESTED = Duration.ofMinutes(1);

    private final XMPPServer server;
    private final String domain;
    private final Part part;
    private final Cache<String, Map<String, RoomBookmark>> cache;
    private final Cache<String, Map<String, RoomBookmark>> failed;

    /**
     * @param server the server
     * @param domain its domain
     * @param upkeep where the cache tidies up
     * @param part is told what fails
     */
    public PepBookmarks(XMPPServer server, String domain, Executor upkeep, Part part) {
        this.server = Objects.requireNonNull(server);
        this.domain = Objects.requireNonNull(domain);
        this.part = Objects.requireNonNull(part);
        this.cache = Caffeine.newBuilder().maximumSize(USERS).expireAfterWrite(KEPT).executor(upkeep).build();
        this.failed = Caffeine.newBuilder().maximumSize(USERS).expireAfterWrite(RESTED).executor(upkeep).build();
    }

    @Override
    public RoomBookmark of(String username, JID room) {
        return all(username).getOrDefault(room.toString(), RoomBookmark.NONE);
    }

    /**
     * @param username whose
     * @return the bookmarks that say something, by the room's bare JID. May wait for the database.
     */
    public Map<String, RoomBookmark> all(String username) {
        Map<String, RoomBookmark> known = known(cache, failed, username);
        if (known == null) {
            try {
                known = read(username);
                cache.put(username, known);
            } catch (ReflectiveOperationException | RuntimeException | Error e) {
                // Not as it is: what PEP lacks is no reason to be silent about rooms.
                part.failed(new IllegalStateException("The bookmarks of " + username + " cannot be read", e));
                known = Map.of();
                failed.put(username, known);
            }
        }
        return known;
    }

    private static @Nullable Map<String, RoomBookmark> known(Cache<String, Map<String, RoomBookmark>> read,
                                                              Cache<String, Map<String, RoomBookmark>> failed, String username) {
        Map<String, RoomBookmark> known = read.getIfPresent(username);
        return known != null ? known : failed.getIfPresent(username);
    }

    @Override
    public boolean known(String username) {
        return known(cache, failed, username) != null;
    }

    /** @param username whose bookmarks may have changed */
    public void forget(String username) {
        cache.invalidate(username);
        failed.invalidate(username);
    }

    private Map<String, RoomBookmark> read(String username) throws ReflectiveOperationException {
        Object service = service(new JID(username, domain, null, true));
        Object node = service == null ? null : service.getClass().getMethod("getNode", String.class).invoke(service, BookmarkReader.NODE);
        return node instanceof LeafNode leaf ? read(leaf) : Map.of();
    }

    private static Map<String, RoomBookmark> read(LeafNode node) {
        Map<String, RoomBookmark> found = new HashMap<>();
        for (PublishedItem item : node.getPublishedItems()) {
            RoomBookmark bookmark = BookmarkReader.read(item.getPayload());
            if (!bookmark.equals(RoomBookmark.NONE) && item.getID() != null && found.size() < ROOMS) {
                String room = room(item.getID());
                if (room != null) {
                    found.put(room, bookmark);
                }
            }
        }
        return found.isEmpty() ? Map.of() : found;
    }

    /** @return null where the bookmark is of nothing */
    private static @Nullable String room(String id) {
        try {
            return new JID(id).toBareJID();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** @return the user's service, or null where there is none; it is not made for this */
    private @Nullable Object service(JID user) throws ReflectiveOperationException {
        IQPEPHandler handler = server.getIQPEPHandler();
        PEPServiceManager manager = handler == null ? null : handler.getServiceManager();
        if (manager == null) {
            return null;
        }
        Method byAddress = method(manager, JID.class, boolean.class);
        if (byAddress != null) {
            return byAddress.invoke(manager, user, false);
        }
        Method byText = method(manager, String.class);
        return byText == null ? null : byText.invoke(manager, user.toString());
    }

    private static @Nullable Method method(PEPServiceManager manager, Class<?>... parameters) {
        try {
            return manager.getClass().getMethod("getPEPService", parameters);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
