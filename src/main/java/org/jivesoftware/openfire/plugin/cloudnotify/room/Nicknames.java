package org.jivesoftware.openfire.plugin.cloudnotify.room;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * The nickname that each user had last in each room. In memory: after a restart, bookmarks and registered nicknames have to do until the
 * user is there. Most clients join their rooms before they enable pushes for the first time, so the names of users without devices are
 * remembered as well, but apart, so that they take no place from the others. Bounded: {@value #MAX} and {@value #MAX_OTHERS}, some 200
 * bytes each. Thread-safe, and cheap.
 */
public final class Nicknames {

    static final int MAX = 50_000;
    static final int MAX_OTHERS = 10_000;
    private static final int LONGEST = 256;

    private final Cache<String, String> last;
    /** Of users without devices. */
    private final Cache<String, String> others;

    /**
     * @param upkeep where the cache tidies up
     */
    public Nicknames(Executor upkeep) {
        this.last = Caffeine.newBuilder().maximumSize(MAX).executor(upkeep).build();
        this.others = Caffeine.newBuilder().maximumSize(MAX_OTHERS).executor(upkeep).build();
    }

    /**
     * @param room its bare JID
     * @param username who is there
     * @param nickname under which name, or null where that is not told
     * @param devices whether the user has any, as far as is known
     */
    public void had(JID room, String username, @Nullable String nickname, boolean devices) {
        if (nickname != null && nickname.length() <= LONGEST) {
            String key = key(room, username);
            (devices ? last : others).put(key, nickname);
            (devices ? others : last).invalidate(key);
        }
    }

    /**
     * @param room its bare JID
     * @param username a user
     * @return the last nickname, or null where none is known
     */
    public @Nullable String last(JID room, String username) {
        String key = key(room, username);
        String name = last.getIfPresent(key);
        return name != null ? name : others.getIfPresent(key);
    }

    private static String key(JID room, String username) {
        return username + '/' + room;
    }
}
