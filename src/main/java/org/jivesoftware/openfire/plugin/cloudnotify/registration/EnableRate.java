package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/**
 * How many new pairs of service and node each user registered within a minute (behaviour §1): who registers and removes ever new ones would
 * else go round every limit that each registration has. Bounded; on the user's lane, for different users on different ones.
 */
final class EnableRate {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** So many users are remembered; who is forgotten too early may register a little more. */
    private static final long USERS = 50_000;

    private final Settings settings;
    private final LongSupplier nanos;
    private final Cache<String, Map<RegistrationKey, Long>> recent;

    /**
     * @param settings for max-enables-per-minute
     * @param nanos a time that never jumps
     */
    EnableRate(Settings settings, LongSupplier nanos) {
        this.settings = Objects.requireNonNull(settings);
        this.nanos = Objects.requireNonNull(nanos);
        this.recent = Caffeine.newBuilder().maximumSize(USERS).expireAfterWrite(MINUTE).ticker(nanos::getAsLong).executor(Runnable::run)
            .build();
    }

    /**
     * @param key what is to be registered and is not
     * @return whether it may be
     */
    boolean allows(RegistrationKey key) {
        int most = settings.get(Settings.MAX_ENABLES_PER_MINUTE);
        Map<RegistrationKey, Long> known = recent.getIfPresent(key.username());
        if (most == 0 || known == null) {
            return true;
        }
        known.values().removeIf(time -> nanos.getAsLong() - time >= MINUTE.toNanos());
        return known.containsKey(key) || known.size() < most;
    }

    /** @param key what was registered and was not before */
    void count(RegistrationKey key) {
        Map<RegistrationKey, Long> known = recent.getIfPresent(key.username());
        Map<RegistrationKey, Long> counted = known == null ? new LinkedHashMap<>() : known;
        counted.put(key, nanos.getAsLong());
        recent.put(key.username(), counted);
    }
}
