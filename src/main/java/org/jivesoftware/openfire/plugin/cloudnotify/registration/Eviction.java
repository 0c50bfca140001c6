package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/** Who gives way where a user has too many devices (behaviour §1): first what was disabled longest, then what was used longest ago. */
final class Eviction {

    /** More than clocks of cluster nodes are apart. */
    private static final Duration LATELY = Duration.ofMinutes(1);

    private final LastUse uses;
    private final Settings settings;

    Eviction(LastUse uses, Settings settings) {
        this.uses = uses;
        this.settings = settings;
    }

    /**
     * @param candidates registrations of one user, beside one that stays
     * @return those of them that give way
     * @throws StoreException if the database had to be asked and failed
     */
    List<Registration> besideOne(List<Registration> candidates) throws StoreException {
        int count = candidates.size() + 1 - settings.get(Settings.MAX_DEVICES);
        return count <= 0 ? List.of() : first(candidates, count, uses.of(candidates), Instant.MAX);
    }

    /**
     * Cluster nodes that look at the same rows find the same: so none of two that enable at once takes away what only the other one
     * would keep. What was enabled lately gives way last, and of that, what was enabled first.
     *
     * @param all all registrations of one user, as the database has them
     * @return those of them that give way
     * @throws StoreException if the database failed
     */
    List<Registration> ofAll(List<Registration> all) throws StoreException {
        int count = all.size() - settings.get(Settings.MAX_DEVICES);
        if (count <= 0) {
            return List.of();
        }
        Instant last = all.stream().map(Registration::enabled).max(Comparator.naturalOrder()).orElseThrow();
        return first(all, count, uses.agreed(all), last.minus(LATELY));
    }

    private static List<Registration> first(List<Registration> all, int count, Map<RegistrationKey, Instant> used, Instant lately) {
        return all.stream().sorted(Comparator.comparing((Registration each) -> !each.health().disabled())
            .thenComparing(each -> each.enabled().isAfter(lately))
            .thenComparing(each -> each.health().disabled() ? each.health().disabledSince()
                : each.enabled().isAfter(lately) ? each.enabled() : lastUse(each, used))
            .thenComparing(each -> each.key().id())).limit(count).toList();
    }

    private static Instant lastUse(Registration registration, Map<RegistrationKey, Instant> used) {
        Instant use = used.get(registration.key());
        return use != null && use.isAfter(registration.enabled()) ? use : registration.enabled();
    }
}
