package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * Remembers which stanzas were pushed to which registration, so that one stanza causes at most one push, however it travels (spec §2,
 * "Exactly once"). What makes two occasions one stanza is said at {@link Sightings}.
 *
 * <p>Memory: for each user the last {@value Sightings#WINDOW} stanzas, about 72 bytes each and 300 bytes for the user, which all of the
 * user's registrations share; of older ones only until when everything was pushed, which answers the same question (see
 * {@link Sightings}). A user's is forgotten {@link #RETENTION} after the last push, or earlier where all users together have more than
 * the capacity: then that of the users with the fewest pushes goes first. Nobody has more than {@value Sightings#WINDOW} entries, so
 * that a flooded user does not push out others.
 *
 * <p>Thread rule: any thread; one user's part is changed by one thread at a time, inside the cache's computation for that user.
 */
final class SeenStanzas {

    /** Longer than a session can hibernate (72 h), and the clean-up that ends it. */
    static final Duration RETENTION = Duration.ofHours(74);
    /** What a user's part weighs besides its stanzas, in stanzas. */
    private static final int USER_WEIGHT = 4;

    private final Cache<String, Sightings> users;

    /**
     * @param capacity how many stanzas are remembered for all users together
     * @param ticker the time that goes by, for forgetting; not null
     * @param upkeep where the cache tidies up; not null, and none of the common pool's threads, which would keep the class loader alive
     */
    SeenStanzas(long capacity, Ticker ticker, Executor upkeep) {
        this.users = Caffeine.newBuilder().maximumWeight(capacity).weigher((String user, Sightings seen) -> USER_WEIGHT + seen.size())
            .expireAfterAccess(RETENTION).ticker(ticker).executor(upkeep).build();
    }

    /**
     * Asks and remembers in one step.
     *
     * @param key which registration; not null
     * @param occasion about a stanza; not null
     * @param due when the occasion arose; not null
     * @return whether the stanza was not pushed to the registration before
     */
    boolean first(RegistrationKey key, Occasion occasion, Instant due) {
        boolean[] first = new boolean[1];
        users.asMap().compute(key.username(), (username, known) -> {
            Sightings seen = known == null ? new Sightings() : known;
            first[0] = seen.first(key, occasion, due.toEpochMilli());
            return seen;
        });
        return first[0];
    }

    /** @param sighted what another cluster node pushed; not null */
    void mark(Sighted sighted) {
        users.asMap().compute(sighted.key().username(), (username, known) -> {
            Sightings seen = known == null ? new Sightings() : known;
            seen.mark(sighted);
            return seen;
        });
    }

    /**
     * A stanza was not pushed after all.
     *
     * @param key to which registration; not null
     * @param occasion for which {@link #first} said yes; not null
     */
    void undo(RegistrationKey key, Occasion occasion) {
        users.asMap().computeIfPresent(key.username(), (username, seen) -> {
            seen.undo(key, occasion);
            return seen;
        });
    }

    /** @param key a registration that is no more; not null */
    void forget(RegistrationKey key) {
        users.asMap().computeIfPresent(key.username(), (username, seen) -> seen.forget(key) ? null : seen);
    }

    /** @return how many stanzas are remembered of a user */
    int size(String username) {
        Sightings seen = users.getIfPresent(username);
        return seen == null ? 0 : seen.size();
    }

    /** @return the weight of everything, in stanzas */
    long weight() {
        users.cleanUp();
        return users.policy().eviction().map(eviction -> eviction.weightedSize().orElse(0)).orElse(0L);
    }
}
