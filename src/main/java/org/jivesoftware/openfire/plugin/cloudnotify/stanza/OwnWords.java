package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * What users said in rooms a moment ago, so that it is known when the room reflects it to all of a user's sessions (docs/behaviour.md §2,
 * "Never"). Also in rooms of other servers, and in those that do not tell who their occupants are.
 *
 * <p>A reflection is known by room, id and text. The first one tells the nickname, and what another occupant says is not taken for it,
 * whatever its id: so nobody can hide more than the words of somebody else that the user said before.
 *
 * <p>Memory: for each user who said something in the last {@link #KEPT}, some 200 bytes and 20 for each of the last {@value #WORDS} things;
 * at most {@value #MAX_USERS} users. Thread-safe.
 */
public final class OwnWords {

    static final int WORDS = 64;
    static final int MAX_USERS = 20_000;
    /** Longer than a room of another server needs, and than it takes until a session's queue is read. */
    static final Duration KEPT = Duration.ofMinutes(10);

    private final Cache<String, Said> users;

    /**
     * @param upkeep where the cache tidies up
     */
    public OwnWords(Executor upkeep) {
        this.users = Caffeine.newBuilder().maximumSize(MAX_USERS).expireAfterWrite(KEPT).executor(upkeep).build();
    }

    /**
     * A user says something in a room, or to it.
     *
     * @param username who
     * @param message the message of type groupchat, addressed to the room; not changed
     */
    public void said(String username, Message message) {
        JID room = message.getTo();
        if (room != null) {
            add(username, new Payload(message.getElement(), ""), room, null);
        }
    }

    /**
     * A room reflects something of which it is known that the user said it.
     *
     * @param username who
     * @param message the message of type groupchat, from an occupant; not changed
     */
    public void reflected(String username, Message message) {
        JID occupant = message.getFrom();
        if (occupant != null && occupant.getResource() != null) {
            add(username, new Payload(message.getElement(), ""), occupant, occupant.getResource());
        }
    }

    /**
     * @param username somebody
     * @param message a message of type groupchat, from an occupant
     * @return whether it is known that the user said it
     */
    public boolean knows(String username, Message message) {
        return users.getIfPresent(username) != null && message.getFrom() != null
            && own(username, new Payload(message.getElement(), ""), message.getFrom());
    }

    /** @return whether the user said what an occupant is told to have said */
    boolean own(String username, Payload words, JID occupant) {
        Said said = users.getIfPresent(username);
        return said != null && occupant.getResource() != null
            && said.holds(idKey(words, occupant), originIdKey(words, occupant), occupant.getResource());
    }

    private void add(String username, Payload words, JID room, @Nullable String nickname) {
        if (nickname == null && words.id() == null && words.originId == null && words.body == null) {
            // Nothing but who says it would tell it from what others say.
            return;
        }
        users.asMap().compute(username, (user, known) -> {
            Said said = known == null ? new Said() : known;
            said.add(idKey(words, room), originIdKey(words, room), nickname);
            return said;
        });
    }

    /** @return what is equal for the words and their reflection; 0 where only the other key is */
    private static long idKey(Payload words, JID room) {
        return words.id() == null && words.originId != null ? 0 : key(words, room, words.id());
    }

    private static long originIdKey(Payload words, JID room) {
        return words.originId == null ? 0 : key(words, room, words.originId);
    }

    private static long key(Payload words, JID room, String id) {
        long hash = hash(17, room.getNode());
        hash = hash(hash, room.getDomain());
        hash = hash(hash, id);
        hash = hash(hash, words.body);
        return hash == 0 ? 1 : hash;
    }

    private static long hash(long before, @Nullable String text) {
        long hash = before * 1_000_003 + (text == null ? 7 : text.length());
        for (int i = 0; text != null && i < text.length() && i < Stanza.MAX_BODY; i++) {
            hash = hash * 1_099_511_628_211L + text.charAt(i);
        }
        return hash;
    }

    /** What one user said last, in a ring that grows up to its size. */
    private static final class Said {

        private long[] ids = new long[4];
        private long[] originIds = new long[4];
        private String[] nicknames = new String[4];
        private int next;

        synchronized void add(long id, long originId, @Nullable String nickname) {
            if (next == ids.length) {
                int size = Math.min(2 * next, WORDS);
                ids = Arrays.copyOf(ids, size);
                originIds = Arrays.copyOf(originIds, size);
                nicknames = Arrays.copyOf(nicknames, size);
            }
            ids[next] = id;
            originIds[next] = originId;
            nicknames[next] = nickname;
            next = next + 1 == WORDS ? 0 : next + 1;
        }

        /** What is told under that nickname for the first time tells of all that is like it: said twice, it is reflected twice. */
        synchronized boolean holds(long id, long originId, String nickname) {
            boolean bound = false;
            boolean unbound = false;
            for (int i = 0; i < ids.length; i++) {
                if (is(i, id, originId)) {
                    bound |= nickname.equals(nicknames[i]);
                    unbound |= nicknames[i] == null;
                }
            }
            for (int i = 0; unbound && i < ids.length; i++) {
                if (nicknames[i] == null && is(i, id, originId)) {
                    nicknames[i] = nickname;
                }
            }
            return bound || unbound;
        }

        private boolean is(int i, long id, long originId) {
            return id != 0 && ids[i] == id || originId != 0 && originIds[i] == originId;
        }
    }
}
