package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what clients enable, and removes what gives way for it: {@link Registrations#enable}. Thread-safe. */
final class Enabling {

    private static final Logger LOG = LoggerFactory.getLogger(Enabling.class);

    private final RegistrationStore store;
    private final Settings settings;
    private final Clock clock;
    private final Eviction eviction;
    private final RegistrationCache cache;
    private final RegistrationLoader loader;
    private final UserLocks locks;
    private final RegistrationListeners listeners;

    Enabling(RegistrationStore store, Settings settings, Clock clock, Eviction eviction, RegistrationCache cache, RegistrationLoader loader,
             UserLocks locks, RegistrationListeners listeners) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.eviction = eviction;
        this.cache = cache;
        this.loader = loader;
        this.locks = locks;
        this.listeners = listeners;
    }

    /** @see Registrations#enable */
    Registration enable(RegistrationKey key, @Nullable PublishOptions options, @Nullable Wishes wishes, String resource,
                        @Nullable String userAgent)
        throws StoreException {
        List<Registration> evicted = new ArrayList<>();
        Registration stored = locks.changing(key.username(), () -> {
            List<Registration> before = loader.load(key.username());
            Registration same = Registrations.find(before, key);
            Instant now = clock.instant();
            Registration fresh = loader.share(before, new Registration(key, options, wishes, resource,
                same == null ? null : RecentResources.after(same.recent(), same.resource(), resource), userAgent,
                same == null ? now : same.created(), now, Health.GOOD));
            List<Registration> after = new ArrayList<>(before);
            after.remove(same);
            evicted.addAll(eviction.besideOne(after));
            store.save(fresh, evicted.stream().map(Registration::key).toList());
            after.removeAll(evicted);
            after.add(fresh);
            cache.put(key.username(), after);
            if (same == null) {
                evicted.addAll(evictAgain(fresh));
            }
            return fresh;
        });
        for (Registration gone : evicted) {
            LOG.info("User {} has more than {} devices: the registration at {} that was of use longest ago gave way",
                new Object[] {key.username(), settings.get(Settings.MAX_DEVICES), gone.key().service()});
        }
        listeners.enabled(stored, evicted);
        return stored;
    }

    /**
     * After a commit every registration is seen by the one that commits last: together, cluster nodes that enable at the same time keep
     * no more than there may be. That can be the one that was enabled just now, for one that another node enabled a moment later. A
     * failure is no failure of the enabling.
     */
    private List<Registration> evictAgain(Registration fresh) {
        try {
            List<Registration> present = loader.loadAnew(fresh.username());
            List<Registration> gone = eviction.ofAll(present);
            if (!gone.isEmpty()) {
                store.delete(gone.stream().map(Registration::key).toList());
                cache.put(fresh.username(), present.stream().filter(each -> !gone.contains(each)).toList());
            }
            return gone;
        } catch (StoreException e) {
            LOG.debug("What other cluster nodes store for user {} cannot be looked at now", fresh.username(), e);
            return List.of();
        }
    }
}
