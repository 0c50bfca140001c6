package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.Executor;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * What happened to each device since it was last online: how many important stanzas came for it (spec §3, message-count), and whether
 * it was woken (spec §2, notify-on).
 *
 * <p>Memory: one small number for each device that was pushed to since it was online, some 110 bytes beside the key that the cache of
 * registrations holds as well; at most as many as the capacity. Where a device is forgotten for want of room, or by a restart, its count
 * begins at 1 again. Thread-safe; nothing blocks.
 */
public final class Absences {

    /** The important stanzas of devices that were woken; who is not here was not. */
    private final Cache<RegistrationKey, Integer> woken;

    /**
     * @param capacity for how many devices
     * @param upkeep where the cache tidies up; not null, and none of the common pool's threads, which would keep the class loader alive
     */
    public Absences(long capacity, Executor upkeep) {
        this.woken = Caffeine.newBuilder().maximumSize(capacity).executor(upkeep).build();
    }

    /**
     * @param key which device; not null
     * @return whether something was pushed to it since it was last online
     */
    public boolean woken(RegistrationKey key) {
        return woken.getIfPresent(key) != null;
    }

    /**
     * Something is pushed to the device.
     *
     * @param key which device; not null
     * @param important how many important stanzas are behind it; not negative
     * @return how many there were since the device was last online, these included
     */
    public int add(RegistrationKey key, int important) {
        return woken.asMap().merge(key, important, (before, more) -> (int) Math.min((long) before + more, Integer.MAX_VALUE));
    }

    /**
     * @param key which device; not null
     * @return how many important stanzas there were since the device was last online
     */
    public int count(RegistrationKey key) {
        Integer count = woken.getIfPresent(key);
        return count == null ? 0 : count;
    }

    /** @param key a device that is online, or no more; not null */
    public void end(RegistrationKey key) {
        woken.invalidate(key);
    }
}
