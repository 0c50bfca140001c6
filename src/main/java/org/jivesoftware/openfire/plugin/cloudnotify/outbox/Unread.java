package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.xmpp.packet.JID;

/**
 * What is unread at a device that is away: how many important stanzas, and of the last {@value #MOST} of them in which chat and by which
 * ids they can be named, so that they no longer count when they are read elsewhere. Ids are kept as hashes.
 *
 * <p>The number never changes. What is known of the stanzas belongs to the newest of those that were made of each other, which all write
 * to one array, since there is one more with each push: only that one may be asked for the next.
 */
final class Unread {

    static final int MOST = 32;
    static final Unread NONE = new Unread(0, new long[0], 0, 0);
    /** Chat, and two ids: that of the message, and that of its archive or room. */
    private static final int STEP = 3;
    private static final int FIRST_ROOM = 4;
    private static final long BASIS = 0xcbf29ce484222325L;

    private final int count;
    /** A ring, in steps. */
    private final long[] known;
    private final int first;
    private final int size;

    private Unread(int count, long[] known, int first, int size) {
        this.count = count;
        this.known = known;
        this.first = first;
        this.size = size;
    }

    int count() {
        return count;
    }

    /**
     * @param more how many important stanzas there are more
     * @param stanzas those of them that are known, others left out, in order
     * @return with these
     */
    Unread plus(int more, List<Travelling> stanzas) {
        if (more == 0) {
            return this;
        }
        int left = 0;
        for (Travelling each : stanzas) {
            left += named(each.stanza()) ? 1 : 0;
        }
        int passed = left - Math.min(more, MOST);
        Unread next = this;
        for (Travelling each : stanzas) {
            if (named(each.stanza()) && passed-- <= 0) {
                next = next.with(each.stanza());
            }
        }
        return new Unread((int) Math.min((long) count + more, Integer.MAX_VALUE), next.known, next.first, next.size);
    }

    private static boolean named(Stanza stanza) {
        return stanza.important() && stanza.sender() != null;
    }

    private Unread with(Stanza stanza) {
        int room = known.length / STEP;
        long[] ring = size < room || room == MOST ? known : roomier();
        int start = ring == known ? first : 0;
        String id = stanza.traits().ids().first();
        String other = stanza.traits().ids().last();
        int at = (start + size) % (ring.length / STEP) * STEP;
        // Those without a sender are left out before.
        ring[at] = chat(Objects.requireNonNull(stanza.sender()));
        ring[at + 1] = id == null ? 0 : hash(id);
        ring[at + 2] = other == null ? 0 : hash(other);
        return size < MOST ? new Unread(count, ring, start, size + 1) : new Unread(count, ring, (start + 1) % MOST, size);
    }

    private long[] roomier() {
        long[] ring = new long[Math.min(MOST, Math.max(FIRST_ROOM, size * 2)) * STEP];
        for (int i = 0; i < size; i++) {
            System.arraycopy(known, at(i), ring, i * STEP, STEP);
        }
        return ring;
    }

    private int at(int number) {
        return (first + number) % (known.length / STEP) * STEP;
    }

    /**
     * @param read what was read
     * @return without it, the same object where it changes nothing
     */
    Unread without(Read read) {
        long chat = hash(read.chat());
        long id = read.upTo() == null ? 0 : hash(read.upTo());
        int end = read.upTo() == null ? size : 0;
        for (int i = 0; read.upTo() != null && i < size; i++) {
            int at = at(i);
            if (known[at] == chat && (known[at + 1] == id || known[at + 2] == id)) {
                end = i + 1;
            }
        }
        long[] left = new long[size * STEP];
        int rest = 0;
        for (int i = 0; i < size; i++) {
            int at = at(i);
            if (i >= end || known[at] != chat) {
                System.arraycopy(known, at, left, rest++ * STEP, STEP);
            }
        }
        return rest == size ? this : new Unread(Math.max(0, count - (size - rest)), left, 0, rest);
    }

    /** @return the same with a lower count: of what is read nobody here knows */
    Unread less(int read) {
        return new Unread(Math.max(0, count - read), known, first, size);
    }

    /** The hash of an address without its resource, of which no text is made. */
    private static long chat(JID address) {
        String node = address.getNode();
        return ended(node == null ? hash(BASIS, address.getDomain()) : hash(hash(hash(BASIS, node), "@"), address.getDomain()));
    }

    private static long hash(String text) {
        return ended(hash(BASIS, text));
    }

    private static long hash(long begun, String text) {
        long hash = begun;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Never 0, which stands for no id. */
    private static long ended(long hash) {
        return hash == 0 ? 1 : hash;
    }
}
