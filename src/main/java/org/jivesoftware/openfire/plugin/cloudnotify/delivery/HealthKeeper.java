package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of registrations as answers change it (behaviour §4). A healthy answer to a healthy registration costs no statement; a change
 * is
 * written at once, and where the database does not take it, remembered and written when it does again.
 *
 * <p>Thread rule: {@link #of}, {@link #unchanged} and the listener's calls on any thread; the rest on the user's lane. Bounded:
 * {@link #MAX_UNSAVED} changes are remembered while the database is down, beyond that they are lost, which means that a dead device is
 * found dead later.
 */
final class HealthKeeper implements RegistrationListener {

    /** So many changes wait for the database at most. */
    static final int MAX_UNSAVED = 10_000;
    /** So often a database that did not take a change is asked again. */
    static final Duration RETRY = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(HealthKeeper.class);

    private final Registrations registrations;
    private final ErrorPolicy policy;
    private final Lanes lanes;
    private final Clock clock;
    private final HealthLog log;
    private final Map<RegistrationKey, Unsaved> unsaved = new ConcurrentHashMap<>();
    // Only in memory: after a restart a disabled registration may be tried a little early, and no write is needed to prevent it.
    private final Cache<RegistrationKey, Instant> trials = Caffeine.newBuilder().maximumSize(10_000).executor(Runnable::run).build();

    HealthKeeper(Registrations registrations, ErrorPolicy policy, Lanes lanes, Scheduler scheduler) {
        this.registrations = Objects.requireNonNull(registrations);
        this.policy = Objects.requireNonNull(policy);
        this.lanes = Objects.requireNonNull(lanes);
        this.clock = scheduler.clock();
        this.log = new HealthLog(scheduler);
        scheduler.every(RETRY, this::saveAgain);
    }

    /**
     * A change that the database did not take.
     *
     * @param before what the health was when it changed: where it is another one by now, somebody else changed it, and this is obsolete
     * @param wanted what it is
     */
    private record Unsaved(Health before, Health wanted) {

        Health over(Health present) {
            return present.equals(before) ? wanted : present;
        }
    }

    /** @return the health that is in force, which may be ahead of the database's */
    Health of(Registration registration, RegistrationKey key) {
        if (unsaved.isEmpty()) {
            return registration.health();
        }
        Unsaved ahead = unsaved.get(key);
        return ahead == null ? registration.health() : ahead.over(registration.health());
    }

    /** @return whether a disabled registration gets the one push now that it gets now and then */
    boolean worthTrying(RegistrationKey key, Health health) {
        return policy.worthTrying(health, trials.getIfPresent(key), clock.instant());
    }

    /** That push goes out: the next one is due only after the whole wait. */
    void beginTrial(RegistrationKey key) {
        trials.put(key, clock.instant());
    }

    /** The trial told nothing: the next occasion is one again. */
    void endTrial(RegistrationKey key) {
        trials.invalidate(key);
    }

    /**
     * Whether an answer has no consequence, as far as memory tells. Any thread.
     *
     * @param key which registration answered
     * @param reply what was answered
     * @return true where {@link #answered} need not be called
     */
    boolean unchanged(RegistrationKey key, Reply reply) {
        if (reply.kind() != Reply.Kind.RESULT || unsaved.containsKey(key)) {
            return false;
        }
        List<Registration> known = registrations.known(key.username());
        Registration present = known == null ? null : Registrations.find(known, key);
        return present != null && present.health().equals(Health.GOOD);
    }

    /**
     * Draws the consequence of an answer.
     *
     * @param key which registration answered
     * @param atPush its health when the push went out, for the case that the database cannot be asked now
     * @param reply what was answered
     */
    void answered(RegistrationKey key, Health atPush, Reply reply) {
        switch (reply.kind()) {
            case TRANSIENT, DEFERRED, REFUSED -> { }
            case RESULT, COUNTED, DEAD -> {
                Instant now = clock.instant();
                change(key, atPush, before -> policy.after(before, reply, now));
            }
        }
    }

    /**
     * Disables a registration that its service has refused for too long.
     *
     * @param key which
     * @param atPush as in {@link #answered}
     * @param reply the last refusal
     */
    void disable(RegistrationKey key, Health atPush, Reply reply) {
        Instant now = clock.instant();
        change(key, atPush, before -> before.disabled() ? before : new Health(before.errors(), before.gone(), now, reply.condition()));
    }

    /**
     * Takes back errors that were counted though they were the service's fault.
     *
     * @param key whose
     * @param errors how many
     */
    void forgive(RegistrationKey key, int errors) {
        if (errors > 0) {
            change(key, Health.GOOD, before -> policy.forgiven(before, errors));
        }
    }

    private void change(RegistrationKey key, Health atPush, UnaryOperator<Health> change) {
        Unsaved ahead = unsaved.get(key);
        Health[] asked = {ahead == null ? atPush : ahead.before()};
        try {
            Registration updated = registrations.updateHealth(key, present -> {
                asked[0] = present;
                return change.apply(ahead == null ? present : ahead.over(present));
            });
            unsaved.remove(key);
            if (updated != null) {
                log.changed(key, ahead == null ? asked[0] : ahead.over(asked[0]), updated.health());
            }
        } catch (StoreException e) {
            Health inForce = ahead == null ? asked[0] : ahead.over(asked[0]);
            Health wanted = change.apply(inForce);
            if (ahead != null || !wanted.equals(inForce)) {
                remember(key, new Unsaved(asked[0], wanted));
                log.changed(key, inForce, wanted);
            }
        }
    }

    private void remember(RegistrationKey key, Unsaved wanted) {
        if (unsaved.size() < MAX_UNSAVED || unsaved.containsKey(key)) {
            unsaved.put(key, wanted);
            LOG.debug("The health of a registration of user {} at {} will be written when the database is back", key.username(),
                key.destination().service());
        } else {
            LOG.debug("The health of a registration of user {} at {} is lost: the database is down", key.username(),
                key.destination().service());
        }
    }

    private void saveAgain() {
        // Where a lane is full, the next time comes soon.
        unsaved.keySet().forEach(key -> lanes.execute(key.username(), () -> saveAgain(key)));
    }

    private void saveAgain(RegistrationKey key) {
        Unsaved wanted = unsaved.get(key);
        if (wanted == null) {
            return;
        }
        try {
            registrations.updateHealth(key, wanted::over);
            unsaved.remove(key, wanted);
        } catch (StoreException e) {
            LOG.debug("The health of registrations of user {} cannot be written yet: {}", key.username(), e.getMessage());
        }
    }

    @Override
    public void enabled(Registration registration) {
        forget(registration.key());
    }

    @Override
    public void removed(Registration registration) {
        forget(registration.key());
    }

    private void forget(RegistrationKey key) {
        unsaved.remove(key);
        trials.invalidate(key);
    }
}
