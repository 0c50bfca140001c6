package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * The registrations of all users: the store, and in front of it a bounded cache that also remembers who has none (behaviour §1 and §8).
 *
 * <p>Thread rule: {@link #known} never blocks and takes no lock that users share; it is what routing threads call. Everything else may
 * wait for the database. Changes of one user happen one after the other, under one of a fixed number of locks. Where another cluster
 * node changes the same user's at the same time, the database decides, and what memory said is read again.
 */
public final class Registrations {

    /** So often a change of health is computed anew because another cluster node was faster. */
    private static final int ATTEMPTS = 20;

    private final RegistrationStore store;
    private final RegistrationCache cache;
    private final RegistrationLoader loader;
    private final UserLocks locks;
    private final Enabling enabling;
    private final RegistrationListeners listeners = new RegistrationListeners();

    /**
     * @param store where they live
     * @param settings for max-devices
     * @param clock the time
     * @param accounts tells since when an account is somebody's
     * @param uses tells what gives way where there are too many
     * @param cachedUsers for how many users the cache remembers what they have, half, or that they have nothing, the other half
     */
    public Registrations(RegistrationStore store, Settings settings, Clock clock, AccountAges accounts, LastUse uses, long cachedUsers) {
        this.store = Objects.requireNonNull(store);
        this.cache = new RegistrationCache(cachedUsers);
        this.loader = new RegistrationLoader(store, Objects.requireNonNull(accounts), cache);
        this.locks = new UserLocks(cache);
        this.enabling = new Enabling(store, settings, Objects.requireNonNull(clock), new Eviction(Objects.requireNonNull(uses), settings),
            cache, loader, locks, listeners);
    }

    /** @param listener to be told of changes */
    public void addListener(RegistrationListener listener) {
        listeners.add(listener);
    }

    /**
     * What is in memory about a user, at the cost of one look-up.
     *
     * @param username the user's local part
     * @return the registrations, empty where the user is known to have none, or null where only the database knows
     */
    public @Nullable List<Registration> known(String username) {
        return cache.peek(username);
    }

    /**
     * @param username the user's local part
     * @return the user's registrations, disabled ones too. May wait for the database.
     * @throws StoreException if it had to be asked and failed
     */
    public List<Registration> of(String username) throws StoreException {
        List<Registration> known = cache.getOrKept(username);
        return known != null ? known : locks.with(username, () -> loader.load(username));
    }

    /**
     * Does work during which {@link #of} and {@link #get} do not wait for the database for one user, whatever is evicted meanwhile.
     *
     * @param username the user's local part
     * @param condition what each of the user's registrations must fulfil
     * @param work what to do: short, and for one user only once at a time
     * @return whether it was done; false where only the database knows the registrations, or one does not fulfil the condition
     */
    public boolean keeping(String username, Predicate<Registration> condition, Runnable work) {
        return cache.keeping(username, condition, work);
    }

    /**
     * @param key which
     * @return the registration as it is now, or null where there is none any more. May wait for the database.
     * @throws StoreException if it had to be asked and failed
     */
    public @Nullable Registration get(RegistrationKey key) throws StoreException {
        return find(of(key.username()), key);
    }

    /**
     * Stores what a client enabled. A registration with the same key is replaced and revived; where the user has more than
     * {@code max-devices}, others {@linkplain Eviction give way}.
     *
     * @param key which
     * @param options its publish-options, or null
     * @param wishes what else the app asked for, or null
     * @param resource the resource of the session that enabled it
     * @param userAgent that session's user-agent id, or null
     * @return the registration as stored; the database has committed it
     * @throws StoreException if the database failed; then nothing changed
     */
    public Registration enable(RegistrationKey key, @Nullable PublishOptions options, @Nullable Wishes wishes, String resource,
                               @Nullable String userAgent)
        throws StoreException {
        return enabling.enable(key, options, wishes, resource, userAgent);
    }

    /**
     * Removes one registration, or all of a service.
     *
     * @param username whose
     * @param service at which service
     * @param everyNode whether the node does not matter
     * @param node the node, or null for "no node"
     * @return what was removed, maybe nothing
     * @throws StoreException if the database failed; then nothing changed
     */
    public List<Registration> disable(String username, JID service, boolean everyNode, @Nullable String node) throws StoreException {
        RegistrationKey one = new RegistrationKey(username, service, node);
        return remove(username, registration -> everyNode ? registration.key().service().equals(service) : registration.key().equals(one));
    }

    /**
     * Removes one registration.
     *
     * @param key which
     * @return whether it was there
     * @throws StoreException if the database failed; then nothing changed
     */
    public boolean remove(RegistrationKey key) throws StoreException {
        return !remove(key.username(), registration -> registration.key().equals(key)).isEmpty();
    }

    private List<Registration> remove(String username, Predicate<Registration> which) throws StoreException {
        List<Registration> removed = locks.changing(username, () -> {
            List<Registration> before = loader.load(username);
            List<Registration> gone = before.stream().filter(which).toList();
            if (!gone.isEmpty()) {
                store.delete(gone.stream().map(Registration::key).toList());
                cache.put(username, before.stream().filter(which.negate()).toList());
            }
            return gone;
        });
        if (!removed.isEmpty()) {
            listeners.removed(username, removed);
        }
        return removed;
    }

    /**
     * Removes everything of a user whose account is deleted, or that was enabled before the account of that name was made.
     *
     * @param username whose
     * @param before only what was enabled before this, as far as anybody can tell; null for everything
     * @throws StoreException if the database failed; then memory knows nothing of the user
     */
    public void removeUser(String username, @Nullable Instant before) throws StoreException {
        if (before != null) {
            forget(username);
            remove(username, registration -> registration.enabled().isBefore(before));
            return;
        }
        List<Registration> removed = locks.changing(username, () -> {
            List<Registration> all = loader.load(username);
            store.deleteUser(username);
            cache.forget(username);
            return all;
        });
        listeners.removed(username, removed);
    }

    /**
     * Changes the health of a registration, in the database only if it is another one than before. Where another cluster node changed
     * it meanwhile, the change is made to what that one wrote.
     *
     * @param key which
     * @param change gives the new health for the present one, maybe several times
     * @return the registration with its new health, or null where there is none any more
     * @throws StoreException if the database failed; then nothing changed, and the caller remembers what it wanted
     */
    public @Nullable Registration updateHealth(RegistrationKey key, UnaryOperator<Health> change) throws StoreException {
        Registration[] before = new Registration[1];
        Registration updated = locks.<Optional<Registration>>with(key.username(), () -> {
            for (int attempt = 1;; attempt++) {
                List<Registration> all = loader.load(key.username());
                Registration present = find(all, key);
                before[0] = present;
                if (present == null) {
                    return Optional.empty();
                }
                Health health = change.apply(present.health());
                if (health.equals(present.health())) {
                    return Optional.of(present);
                }
                Registration changed = present.with(health);
                if (store.saveHealth(key, present.health(), health) || attempt == ATTEMPTS) {
                    cache.put(key.username(), all.stream().map(each -> each.key().equals(key) ? changed : each).toList());
                    return Optional.of(changed);
                }
                cache.forget(key.username());
            }
        }).orElse(null);
        if (updated != null && !updated.health().equals(before[0].health())) {
            listeners.health(before[0].health(), updated);
        }
        return updated;
    }

    /**
     * Removes registrations that were disabled long ago (behaviour §4), but none that was revived meanwhile.
     *
     * @param candidates which
     * @param before only those disabled before this
     * @return how many were removed
     * @throws StoreException if the database failed; then nothing changed
     */
    public int removeDisabled(List<Registration> candidates, Instant before) throws StoreException {
        List<RegistrationKey> removed = store.deleteDisabled(candidates.stream().map(Registration::key).toList(), before);
        removed.stream().map(RegistrationKey::username).distinct().forEach(this::forget);
        candidates.stream().filter(candidate -> removed.contains(candidate.key()))
            .forEach(gone -> listeners.removed(gone.username(), List.of(gone)));
        return removed.size();
    }

    /**
     * Forgets what is in memory about a user, because another cluster node changed it.
     *
     * @param username whose
     */
    public void forget(String username) {
        locks.forget(username);
    }

    /**
     * Forgets a part of what is in memory, so that nothing stays there for ever that another cluster node changed without this one
     * hearing of it. Waits for nothing: what is being read from the database meanwhile is forgotten as soon as it was read.
     *
     * @param part which part, from 0
     * @param parts how many there are, at least 1
     */
    public void forgetPart(int part, int parts) {
        cache.forget(username -> Math.floorMod(username.hashCode(), parts) == part);
    }

    /**
     * @param registrations some, of one user
     * @param key which
     * @return the one with that key, or null
     */
    public static @Nullable Registration find(List<Registration> registrations, RegistrationKey key) {
        for (Registration registration : registrations) {
            if (registration.key().equals(key)) {
                return registration;
            }
        }
        return null;
    }
}
