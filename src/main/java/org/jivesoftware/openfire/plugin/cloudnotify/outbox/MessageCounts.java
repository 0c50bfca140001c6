package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.concurrent.Executor;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * What happened to each device since it was last online: how many important stanzas came for it (behaviour §3, message-count), and whether
 * it was woken (behaviour §2, notify-on).
 *
 * <p>Memory: for each device that was pushed to since it was online some 130 bytes, and 24 for each of the last 32 messages, beside the
 * key that the cache of
 * registrations holds as well; at most as many as the capacity. Where a device is forgotten for want of room, or by a restart, its count
 * begins at 1 again. Thread-safe; nothing blocks.
 */
public final class MessageCounts {

    /** The important stanzas of devices that were woken; who is not here was not. */
    private final Cache<RegistrationKey, Unread> woken;

    /**
     * @param capacity for how many devices
     * @param upkeep where the cache tidies up; none of the common pool's threads, which would keep the class loader alive
     */
    public MessageCounts(long capacity, Executor upkeep) {
        this.woken = Caffeine.newBuilder().maximumSize(capacity).executor(upkeep).build();
    }

    /**
     * @param key which device
     * @return whether something was pushed to it since it was last online
     */
    public boolean woken(RegistrationKey key) {
        return woken.getIfPresent(key) != null;
    }

    /**
     * Something is pushed to the device.
     *
     * @param key which device
     * @param important how many important stanzas are behind it; not negative
     * @param stanzas which, as far as they are known
     * @return how many there were since the device was last online, these included
     */
    public int add(RegistrationKey key, int important, List<Travelling> stanzas) {
        return woken.asMap().compute(key, (device, before) -> (before == null ? Unread.NONE : before).plus(important, stanzas)).count();
    }

    /**
     * @param key which device
     * @param read what was read on another one
     * @return how many fewer important stanzas count
     */
    int read(RegistrationKey key, Read read) {
        int[] less = new int[1];
        woken.asMap().computeIfPresent(key, (device, before) -> {
            Unread left = before.without(read);
            less[0] = before.count() - left.count();
            return left;
        });
        return less[0];
    }

    /**
     * Another node knows of stanzas that were read, and so do not count.
     *
     * @param key which device
     * @param less how many; not negative
     */
    void lessElsewhere(RegistrationKey key, int less) {
        woken.asMap().computeIfPresent(key, (device, before) -> before.less(less));
    }

    /**
     * Another node pushed something to the device.
     *
     * @param key which device
     * @param more how many important stanzas are behind it; not negative
     * @param total how many there were since the device was last online, as that node knows, which may know of more or of fewer
     */
    public void addElsewhere(RegistrationKey key, int more, int total) {
        woken.asMap().compute(key, (device, before) -> {
            Unread known = before == null ? Unread.NONE : before;
            return known.plus(Math.max(more, total - known.count()), List.of());
        });
    }

    /** Forgets all: nobody knows which devices were online meanwhile. */
    public void clear() {
        woken.invalidateAll();
    }

    /**
     * @param key which device
     * @return how many important stanzas there were since the device was last online
     */
    public int count(RegistrationKey key) {
        Unread unread = woken.getIfPresent(key);
        return unread == null ? 0 : unread.count();
    }

    /** @param key a device that is online, or no more */
    public void end(RegistrationKey key) {
        woken.invalidate(key);
    }
}
