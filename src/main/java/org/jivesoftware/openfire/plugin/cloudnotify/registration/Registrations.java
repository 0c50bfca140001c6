package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The registrations of all users: the store, and in front of it a bounded cache that also remembers who has none (spec §1 and §8).
 *
 * <p>Thread rule: {@link #known} never blocks and takes no lock that users share; it is what routing threads call. Everything else may
 * wait for the database. Changes of one user happen one after the other, under one of a fixed number of locks.
 */
public final class Registrations {

    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
    private static final int LOCKS = 256;
    /** One of so many look-ups counts as a use. */
    private static final int SAMPLE = 16;

    private final RegistrationStore store;
    private final Settings settings;
    private final Clock clock;
    private final Cache<String, List<Registration>> cache;
    private final Compact compact = new Compact();
    /** What is not to be evicted at the moment; as many as there are lanes at most. */
    private final Map<String, List<Registration>> kept = new ConcurrentHashMap<>();
    private final Lock[] locks = new Lock[LOCKS];
    private final List<RegistrationListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param store where they live; not null
     * @param settings for max-devices; not null
     * @param clock the time; not null
     * @param cachedUsers for how many users the cache remembers what they have, or that they have nothing
     */
    public Registrations(RegistrationStore store, Settings settings, Clock clock, long cachedUsers) {
        this.store = Objects.requireNonNull(store);
        this.settings = Objects.requireNonNull(settings);
        this.clock = Objects.requireNonNull(clock);
        // Maintenance runs on the calling thread: the common pool's threads would keep the plugin's class loader alive.
        this.cache = Caffeine.newBuilder().maximumSize(cachedUsers).executor(Runnable::run).build();
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** @param listener to be told of changes; not null */
    public void addListener(RegistrationListener listener) {
        listeners.add(Objects.requireNonNull(listener));
    }

    /**
     * What is in memory about a user, at the cost of one look-up.
     *
     * @param username the user's local part; not null
     * @return the registrations, empty where the user is known to have none, or null where only the database knows
     */
    public List<Registration> known(String username) {
        // Writing down each look-up, for choosing what to evict, costs several times as much as the look-up; some of them will do.
        boolean counts = ThreadLocalRandom.current().nextInt(SAMPLE) == 0;
        return counts ? cache.getIfPresent(username) : cache.policy().getIfPresentQuietly(username);
    }

    /**
     * @param username the user's local part; not null
     * @return the user's registrations, disabled ones too; never null. May wait for the database.
     * @throws StoreException if it had to be asked and failed
     */
    public List<Registration> of(String username) throws StoreException {
        List<Registration> known = cache.getIfPresent(username);
        if (known == null) {
            known = kept.get(username);
        }
        if (known != null) {
            return known;
        }
        Lock lock = lock(username);
        lock.lock();
        try {
            return load(username);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does work during which {@link #of} and {@link #get} do not wait for the database for one user, whatever is evicted meanwhile.
     *
     * @param username the user's local part; not null
     * @param condition what each of the user's registrations must fulfil; not null
     * @param work what to do: short, and for one user only once at a time; not null
     * @return whether it was done; false where only the database knows the registrations, or one does not fulfil the condition
     */
    public boolean keeping(String username, Predicate<Registration> condition, Runnable work) {
        List<Registration> known = known(username);
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

    /**
     * @param key which; not null
     * @return the registration as it is now, or null where there is none any more. May wait for the database.
     * @throws StoreException if it had to be asked and failed
     */
    public Registration get(RegistrationKey key) throws StoreException {
        return find(of(key.username()), key);
    }

    /**
     * Stores what a client enabled. A registration with the same key is replaced and revived; where the user has more than
     * {@code max-devices}, those enabled longest ago give way.
     *
     * @param key which; not null
     * @param options its publish-options, or null
     * @param resource the resource of the session that enabled it; not null
     * @param userAgent that session's user-agent id, or null
     * @return the registration as stored; the database has committed it
     * @throws StoreException if the database failed; then nothing changed
     */
    public Registration enable(RegistrationKey key, PublishOptions options, String resource, String userAgent) throws StoreException {
        List<Registration> evicted;
        Registration stored;
        Lock lock = lock(key.username());
        lock.lock();
        try {
            List<Registration> before = load(key.username());
            Registration same = find(before, key);
            Instant now = clock.instant();
            stored = compact.share(before.isEmpty() ? key.username() : before.get(0).username(),
                new Registration(key, options, resource, userAgent, same == null ? now : same.created(), now, Health.GOOD));
            List<Registration> after = new ArrayList<>(before);
            after.remove(same);
            int tooMany = Math.max(0, after.size() + 1 - settings.get(Settings.MAX_DEVICES));
            after.sort(Comparator.comparing(Registration::enabled));
            evicted = List.copyOf(after.subList(0, tooMany));
            store.save(stored, evicted.stream().map(Registration::key).toList());
            after.subList(0, tooMany).clear();
            after.add(stored);
            cache.put(key.username(), List.copyOf(after));
        } catch (StoreException e) {
            cache.invalidate(key.username());
            throw e;
        } finally {
            lock.unlock();
        }
        for (Registration gone : evicted) {
            LOG.info("User {} has more than {} devices: the registration at {} that was enabled longest ago gave way",
                new Object[] {key.username(), settings.get(Settings.MAX_DEVICES), gone.key().service()});
            listeners.forEach(listener -> listener.removed(gone));
        }
        listeners.forEach(listener -> listener.enabled(stored));
        listeners.forEach(listener -> listener.changed(key.username()));
        return stored;
    }

    /**
     * Removes one registration, or all of a service.
     *
     * @param username whose; not null
     * @param service at which service; not null
     * @param everyNode whether the node does not matter
     * @param node the node, or null for "no node"
     * @return what was removed, maybe nothing; never null
     * @throws StoreException if the database failed; then nothing changed
     */
    public List<Registration> disable(String username, JID service, boolean everyNode, String node) throws StoreException {
        return remove(username, registration -> registration.key().service().equals(service)
            && (everyNode || Objects.equals(registration.key().node(), node)));
    }

    /**
     * Removes one registration.
     *
     * @param key which; not null
     * @return whether it was there
     * @throws StoreException if the database failed; then nothing changed
     */
    public boolean remove(RegistrationKey key) throws StoreException {
        return !remove(key.username(), registration -> registration.key().equals(key)).isEmpty();
    }

    private List<Registration> remove(String username, Predicate<Registration> which) throws StoreException {
        List<Registration> removed;
        Lock lock = lock(username);
        lock.lock();
        try {
            List<Registration> before = load(username);
            removed = before.stream().filter(which).toList();
            if (removed.isEmpty()) {
                return removed;
            }
            store.delete(removed.stream().map(Registration::key).toList());
            cache.put(username, before.stream().filter(which.negate()).toList());
        } catch (StoreException e) {
            cache.invalidate(username);
            throw e;
        } finally {
            lock.unlock();
        }
        tellRemoved(username, removed);
        return removed;
    }

    /**
     * Removes everything of a user whose account is deleted.
     *
     * @param username whose; not null
     * @throws StoreException if the database failed
     */
    public void removeUser(String username) throws StoreException {
        List<Registration> removed;
        Lock lock = lock(username);
        lock.lock();
        try {
            removed = load(username);
            store.deleteUser(username);
            cache.invalidate(username);
        } finally {
            lock.unlock();
        }
        tellRemoved(username, removed);
    }

    private void tellRemoved(String username, List<Registration> removed) {
        for (Registration gone : removed) {
            listeners.forEach(listener -> listener.removed(gone));
        }
        listeners.forEach(listener -> listener.changed(username));
    }

    /**
     * Changes the health of a registration, in the database only if it is another one than before.
     *
     * @param key which; not null
     * @param change gives the new health for the present one; not null
     * @return the registration with its new health, or null where there is none any more
     * @throws StoreException if the database failed; then nothing changed, and the caller remembers what it wanted
     */
    public Registration updateHealth(RegistrationKey key, UnaryOperator<Health> change) throws StoreException {
        Registration updated;
        boolean disabled;
        Lock lock = lock(key.username());
        lock.lock();
        try {
            List<Registration> before = load(key.username());
            Registration present = find(before, key);
            if (present == null) {
                return null;
            }
            Health health = change.apply(present.health());
            if (health.equals(present.health())) {
                return present;
            }
            updated = present.with(health);
            disabled = health.disabled() && !present.health().disabled();
            store.saveHealth(key, health);
            cache.put(key.username(), before.stream().map(each -> each == present ? updated : each).toList());
        } finally {
            lock.unlock();
        }
        if (disabled) {
            listeners.forEach(listener -> listener.disabled(updated));
        }
        listeners.forEach(listener -> listener.changed(key.username()));
        return updated;
    }

    /**
     * Removes registrations that were disabled long ago (spec §4), but none that was revived meanwhile.
     *
     * @param candidates which; not null
     * @param before only those disabled before this; not null
     * @return how many were removed
     * @throws StoreException if the database failed; then nothing changed
     */
    public int removeDisabled(List<Registration> candidates, Instant before) throws StoreException {
        List<RegistrationKey> removed = store.deleteDisabled(candidates.stream().map(Registration::key).toList(), before);
        removed.stream().map(RegistrationKey::username).distinct().forEach(this::forget);
        candidates.stream().filter(candidate -> removed.contains(candidate.key()))
            .forEach(gone -> tellRemoved(gone.username(), List.of(gone)));
        return removed.size();
    }

    /**
     * Forgets what is in memory about a user, because another cluster node changed it.
     *
     * @param username whose; not null
     */
    public void forget(String username) {
        Lock lock = lock(username);
        lock.lock();
        try {
            cache.invalidate(username);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Forgets a part of what is in memory, so that nothing stays there for ever that another cluster node changed without this one
     * hearing of it.
     *
     * @param part which part, from 0
     * @param parts how many there are, at least 1
     */
    public void forgetPart(int part, int parts) {
        cache.asMap().keySet().removeIf(username -> Math.floorMod(username.hashCode(), parts) == part);
    }

    private List<Registration> load(String username) throws StoreException {
        List<Registration> known = cache.getIfPresent(username);
        if (known == null) {
            known = List.copyOf(compact.share(username, store.load(username)));
            cache.put(username, known);
        }
        return known;
    }

    /**
     * @param registrations some, of one user; not null
     * @param key which; not null
     * @return the one with that key, or null
     */
    public static Registration find(List<Registration> registrations, RegistrationKey key) {
        for (Registration registration : registrations) {
            if (registration.key().equals(key)) {
                return registration;
            }
        }
        return null;
    }

    private Lock lock(String username) {
        return locks[Math.floorMod(username.hashCode(), LOCKS)];
    }
}
