package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What memory knows of users: their registrations, or that they have none. Bounded; thread-safe; nothing blocks.
 *
 * <p>Who has none is kept apart: names are cheap to make up, and asking for them drives out nobody who has a device.
 */
final class RegistrationCache {

    /** One of so many look-ups counts as a use. */
    private static final int SAMPLE = 16;

    /** For most users, who have one, the {@link Registration} itself: a list of one would be one more object for each. */
    private final Cache<String, Object> holders;
    private final Cache<String, Boolean> nobody;
    /** What is not to be evicted at the moment; as many as there are lanes at most. */
    private final Map<String, List<Registration>> kept = new ConcurrentHashMap<>();

    private final AtomicLong sweeps = new AtomicLong();

    /** @param users of how many it knows something at most; half of them with registrations, half without */
    RegistrationCache(long users) {
        // Maintenance runs on the calling thread: the common pool's threads would keep the plugin's class loader alive.
        this.holders = Caffeine.newBuilder().maximumSize(users / 2).executor(Runnable::run).build();
        this.nobody = Caffeine.newBuilder().maximumSize(users / 2).executor(Runnable::run).build();
    }

    /** @return the user's registrations, empty where there are none, or null where that is not known. What routing threads ask. */
    @Nullable List<Registration> peek(String username) {
        // Writing down each look-up, for choosing what to evict, costs several times as much as the look-up; some of them will do.
        if (ThreadLocalRandom.current().nextInt(SAMPLE) == 0) {
            return get(username);
        }
        return nobody.policy().getIfPresentQuietly(username) != null ? List.of()
            : list(holders.policy().getIfPresentQuietly(username));
    }

    /** @return the same */
    @Nullable List<Registration> get(String username) {
        return nobody.getIfPresent(username) != null ? List.of() : list(holders.getIfPresent(username));
    }

    /** @return the same, of one of the users for whom something is being done, too */
    @Nullable List<Registration> getOrKept(String username) {
        List<Registration> known = get(username);
        return known != null ? known : kept.get(username);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable List<Registration> list(@Nullable Object present) {
        return present instanceof Registration one ? List.of(one) : (List<Registration>) present;
    }

    /** Changes of one user come one after the other. */
    void put(String username, List<Registration> registrations) {
        if (registrations.isEmpty()) {
            nobody.put(username, Boolean.TRUE);
            holders.invalidate(username);
        } else {
            // The key is the name that the registration has already.
            holders.put(username.equals(registrations.get(0).username()) ? registrations.get(0).username() : username,
                registrations.size() == 1 ? registrations.get(0) : List.copyOf(registrations));
            nobody.invalidate(username);
        }
    }

    void forget(String username) {
        holders.invalidate(username);
        nobody.invalidate(username);
    }

    /** @param which names; forgets also who has none, and what is being read at the moment and may be old by then */
    void forget(Predicate<String> which) {
        sweeps.incrementAndGet();
        holders.asMap().keySet().removeIf(which);
        nobody.asMap().keySet().removeIf(which);
    }

    /** @return what {@link #settle} is to be told of the beginning of a look at the database */
    long begun() {
        return sweeps.get();
    }

    /** A look at the database is over: what it found counts for nothing if it began before the last sweep. */
    void settle(String username, long begun) {
        if (sweeps.get() != begun) {
            forget(username);
        }
    }

    /** Does work during which {@link #getOrKept} knows a user, whatever is evicted meanwhile. */
    boolean keeping(String username, Predicate<Registration> condition, Runnable work) {
        List<Registration> known = peek(username);
        if (known == null) {
            return false;
        }
        for (Registration registration : known) {
            if (!condition.test(registration)) {
                return false;
            }
        }
        kept.put(username, known);
        try {
            work.run();
        } finally {
            kept.remove(username);
        }
        return true;
    }
}
