package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.Arrays;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;

/**
 * What is unread at a device that is away: how many important stanzas, and of the last {@value #MOST} of them in which chat and by which
 * ids
 * they can be named, so that they no longer count when they are read elsewhere. Ids are kept as hashes. Immutable.
 */
final class Unread {

    static final int MOST = 32;
    static final Unread NONE = new Unread(0, new long[0]);
    /** Chat, and two ids: that of the message, and that of its archive or room. */
    private static final int STEP = 3;

    private final int count;
    private final long[] known;

    private Unread(int count, long[] known) {
        this.count = count;
        this.known = known;
    }

    int count() {
        return count;
    }

    /**
     * @param more how many important stanzas there are more
     * @param stanzas those of them that are known, others left out, in order; not null
     * @return with these; never null
     */
    Unread plus(int more, List<Travelling> stanzas) {
        int sum = (int) Math.min((long) count + more, Integer.MAX_VALUE);
        if (more == 0) {
            return this;
        }
        List<Travelling> last = stanzas.stream().filter(each -> each.stanza().important() && each.stanza().sender() != null).toList();
        last = last.subList(Math.max(0, last.size() - Math.min(more, MOST)), last.size());
        long[] all = Arrays.copyOf(known, known.length + last.size() * STEP);
        int at = known.length;
        for (Travelling each : last) {
            List<String> ids = each.stanza().traits().ids();
            all[at++] = hash(each.stanza().sender().toBareJID());
            all[at++] = ids.isEmpty() ? 0 : hash(ids.get(0));
            all[at++] = ids.size() < 2 ? 0 : hash(ids.get(ids.size() - 1));
        }
        return new Unread(sum, all.length <= MOST * STEP ? all : Arrays.copyOfRange(all, all.length - MOST * STEP, all.length));
    }

    /**
     * @param read what was read; not null
     * @return without it, the same object where it changes nothing; never null
     */
    Unread without(Read read) {
        long chat = hash(read.chat());
        long id = read.upTo() == null ? 0 : hash(read.upTo());
        int end = read.upTo() == null ? known.length : 0;
        for (int i = 0; read.upTo() != null && i < known.length; i += STEP) {
            if (known[i] == chat && (known[i + 1] == id || known[i + 2] == id)) {
                end = i + STEP;
            }
        }
        long[] left = new long[known.length];
        int size = 0;
        for (int i = 0; i < known.length; i += STEP) {
            if (i >= end || known[i] != chat) {
                System.arraycopy(known, i, left, size, STEP);
                size += STEP;
            }
        }
        return size == known.length ? this : new Unread(Math.max(0, count - (known.length - size) / STEP), Arrays.copyOf(left, size));
    }

    /** @return the same with a lower count: of what is read nobody here knows; never null */
    Unread less(int read) {
        return new Unread(Math.max(0, count - read), known);
    }

    /** Never 0, which stands for no id. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash == 0 ? 1 : hash;
    }
}
