package org.jivesoftware.openfire.plugin.cloudnotify.room;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * The nickname that each user had last in each room. In memory: after a restart, bookmarks and registered nicknames have to do until the
 * user was there again. Bounded: {@value #MAX}, some 200 bytes each. Thread-safe, and cheap.
 */
public final class Nicknames {

    static final int MAX = 50_000;
    private static final int LONGEST = 256;

    private final Cache<String, String> last;

    /**
     * @param upkeep where the cache tidies up; not null
     */
    public Nicknames(Executor upkeep) {
        this.last = Caffeine.newBuilder().maximumSize(MAX).executor(upkeep).build();
    }

    /**
     * @param room its bare JID; not null
     * @param username who is there; not null
     * @param nickname under which name, or null where that is not told
     */
    public void had(JID room, String username, String nickname) {
        if (nickname != null && nickname.length() <= LONGEST) {
            last.put(key(room, username), nickname);
        }
    }

    /**
     * @param room its bare JID; not null
     * @param username a user; not null
     * @return the last nickname, or null where none is known
     */
    public @Nullable String last(JID room, String username) {
        return last.getIfPresent(key(room, username));
    }

    private static String key(JID room, String username) {
        return username + '/' + room;
    }
}
