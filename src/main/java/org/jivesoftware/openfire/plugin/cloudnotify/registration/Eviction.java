package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/** Who gives way where a user has too many devices (behaviour §1): first what was disabled longest, then what was used longest ago. */
final class Eviction {

    private final LastUse uses;
    private final Settings settings;

    Eviction(LastUse uses, Settings settings) {
        this.uses = uses;
        this.settings = settings;
    }

    /**
     * @param candidates registrations of one user, beside one that stays; not null
     * @return those of them that give way; never null
     * @throws StoreException if the database had to be asked and failed
     */
    List<Registration> besideOne(List<Registration> candidates) throws StoreException {
        int count = candidates.size() + 1 - settings.get(Settings.MAX_DEVICES);
        if (count <= 0) {
            return List.of();
        }
        Map<RegistrationKey, Instant> used = uses.of(candidates);
        return candidates.stream().sorted(Comparator.comparing((Registration each) -> !each.health().disabled())
            .thenComparing(each -> each.health().disabled() ? each.health().disabledSince() : lastUse(each, used))
            .thenComparing(each -> each.key().id())).limit(count).toList();
    }

    private static Instant lastUse(Registration registration, Map<RegistrationKey, Instant> used) {
        Instant use = used.get(registration.key());
        return use != null && use.isAfter(registration.enabled()) ? use : registration.enabled();
    }
}
