package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * Remembers which stanzas were pushed to which registration, so that one stanza causes at most one push, however it travels (behaviour §2,
 * "Exactly once"). What makes two of them one is said on the package's page.
 *
 * <p>Memory: for each user the last {@value PushedStanzas#WINDOW} stanzas, about 76 bytes each and 300 bytes for the user, which all of the
 * user's registrations share; of older ones only until when everything was pushed, which answers the same question (see
 * {@link PushedStanzas}). A user's is forgotten {@link #RETENTION} after the last push, or earlier where all users together have more than
 * the capacity: then that of the users with the fewest pushes goes first. Nobody has more than {@value PushedStanzas#WINDOW} entries, so
 * that a flooded user does not push out others.
 *
 * <p>Thread rule: any thread; one user's part is changed by one thread at a time, inside the cache's computation for that user.
 */
public final class PushHistory implements DeviceListener {

    /** Longer than a session can hibernate (72 h), and the clean-up that ends it. */
    static final Duration RETENTION = Duration.ofHours(74);
    /** How many stanzas are remembered, over all users: about 38 MB when full. */
    public static final long CAPACITY = 500_000;
    /** How many stanzas are remembered of one user. */
    public static final int OF_ONE_USER = PushedStanzas.WINDOW;
    /** What a user's part weighs besides its stanzas, in stanzas. */
    private static final int USER_WEIGHT = 4;

    private final Cache<String, PushedStanzas> users;
    /** What tells this node's journeys from those of other cluster nodes. */
    private final long node = UUID.randomUUID().getMostSignificantBits();
    private final List<Consumer<PushedElsewhere>> listeners = new CopyOnWriteArrayList<>();
    /** What was pushed before the start, by short names of registrations; each is taken when something is asked about it. */
    private final Map<String, List<KeptPush>> before = new ConcurrentHashMap<>();
    private volatile Witness witness = Witness.NONE;

    /** Is told what is pushed, and what comes to nothing, by the thread that says so. */
    interface Witness {

        /** Looks away. */
        Witness NONE = new Witness() {
        };

        /** @param push what was pushed */
        default void pushed(PushedElsewhere push) {
        }

        /**
         * @param key to which registration it was not pushed after all
         * @param fingerprint what
         */
        default void undone(RegistrationKey key, Fingerprint fingerprint) {
        }

        /** @param key a registration that is no more */
        default void forgotten(RegistrationKey key) {
        }
    }

    /**
     * @param capacity how many stanzas are remembered for all users together
     * @param ticker the time that goes by, for forgetting
     * @param upkeep where the cache tidies up; none of the common pool's threads, which would keep the class loader alive
     */
    public PushHistory(long capacity, Ticker ticker, Executor upkeep) {
        this.users = Caffeine.newBuilder().maximumWeight(capacity).weigher((String user, PushedStanzas seen) -> USER_WEIGHT + seen.size())
            .expireAfterAccess(RETENTION).ticker(ticker).executor(upkeep).build();
    }

    /** @param newWitness is told from now on */
    void witness(Witness newWitness) {
        witness = Objects.requireNonNull(newWitness);
    }

    /** @param kept what was pushed before the start, by {@link KeptHistory#id} */
    void remember(Map<String, List<KeptPush>> kept) {
        before.putAll(kept);
    }

    /** Inside the computation for the user. */
    private void recall(RegistrationKey key, PushedStanzas seen) {
        List<KeptPush> pushed = before.isEmpty() ? null : before.remove(KeptHistory.id(key));
        if (pushed != null) {
            pushed.forEach(push -> seen.mark(push.to(key)));
        }
    }

    /**
     * The device itself has acknowledged a stanza, which counts as pushed.
     *
     * @param key which registration
     * @param travelling what its device has acknowledged
     * @param when when
     */
    public void seen(RegistrationKey key, Travelling travelling, Instant when) {
        first(key, travelling, when, false, Witness.NONE);
    }

    /**
     * Asks and remembers in one step.
     *
     * @param key which registration
     * @param travelling a stanza that is due to it
     * @param due since when
     * @param stored whether it is due because it was stored offline, so that copies of it come out of the store
     * @return whether the stanza was not pushed to the registration before
     */
    public boolean first(RegistrationKey key, Travelling travelling, Instant due, boolean stored) {
        return first(key, travelling, due, stored, witness);
    }

    private boolean first(RegistrationKey key, Travelling travelling, Instant due, boolean stored, Witness told) {
        boolean[] first = new boolean[1];
        users.asMap().compute(key.username(), (username, known) -> {
            PushedStanzas seen = known == null ? new PushedStanzas() : known;
            recall(key, seen);
            first[0] = seen.first(key, travelling, due.toEpochMilli(), stored);
            return seen;
        });
        if (first[0] && (!listeners.isEmpty() || told != Witness.NONE)) {
            PushedElsewhere push = forOthers(key, travelling, due);
            told.pushed(push);
            listeners.forEach(listener -> listener.accept(push));
        }
        return first[0];
    }

    /**
     * @param key which registration
     * @param fingerprint the looks of a stanza that has no equals, as a call
     * @return whether it was pushed to the registration
     */
    public boolean knows(RegistrationKey key, Fingerprint fingerprint) {
        boolean[] knows = new boolean[1];
        users.asMap().compute(key.username(), (username, known) -> {
            if (known == null && before.isEmpty()) {
                return null;
            }
            PushedStanzas seen = known == null ? new PushedStanzas() : known;
            recall(key, seen);
            knows[0] = seen.knows(key, fingerprint);
            return seen.size() == 0 && known == null ? null : seen;
        });
        return knows[0];
    }

    /**
     * @param listener is told of each stanza that is pushed to a registration for the first time, in words that mean something on other
     *     cluster nodes, by the thread that asks
     */
    public void addListener(Consumer<PushedElsewhere> listener) {
        listeners.add(Objects.requireNonNull(listener));
    }

    private PushedElsewhere forOthers(RegistrationKey key, Travelling travelling, Instant due) {
        Stanza stanza = travelling.stanza();
        Long time = travelling.time();
        long seen = due.toEpochMilli();
        long here = travelling.journey() == null ? stanza.fingerprint().low() ^ (time == null ? seen : time)
            : Journey.packed(travelling.journey());
        return new PushedElsewhere(key, stanza.fingerprint(), travelling.unique(), travelling.request(),
            new Journey(node ^ here, Origin.ELSEWHERE), time, travelling.copy(), seen);
    }

    /**
     * Another cluster node pushed a stanza: should it travel on through this one, it is not pushed again.
     *
     * @param pushed what it told
     */
    public void mark(PushedElsewhere pushed) {
        users.asMap().compute(pushed.key().username(), (username, known) -> {
            PushedStanzas seen = known == null ? new PushedStanzas() : known;
            recall(pushed.key(), seen);
            seen.mark(pushed);
            return seen;
        });
    }

    /**
     * A stanza was not pushed after all.
     *
     * @param key to which registration
     * @param travelling for which {@link #first} said yes
     */
    public void undo(RegistrationKey key, Travelling travelling) {
        users.asMap().computeIfPresent(key.username(), (username, seen) -> {
            seen.undo(key, travelling);
            return seen;
        });
        witness.undone(key, travelling.stanza().fingerprint());
    }

    /** {@inheritDoc} Who asked for a subscription before is news again. */
    @Override
    public void returned(RegistrationKey key, Where where) {
        users.asMap().computeIfPresent(key.username(), (username, seen) -> {
            seen.returned(key);
            return seen;
        });
    }

    @Override
    public void removedElsewhere(RegistrationKey key) {
        forget(key);
    }

    /** {@inheritDoc} Each may have been back, so who asked for a subscription is news again. */
    @Override
    public void uncertain() {
        for (String username : users.asMap().keySet()) {
            users.asMap().computeIfPresent(username, (name, seen) -> {
                seen.returned();
                return seen;
            });
        }
    }

    /** @param key a registration that is no more */
    public void forget(RegistrationKey key) {
        if (!before.isEmpty()) {
            before.remove(KeptHistory.id(key));
        }
        witness.forgotten(key);
        users.asMap().computeIfPresent(key.username(), (username, seen) -> seen.forget(key) ? null : seen);
    }

    /** @return how many stanzas are remembered of a user */
    int size(String username) {
        PushedStanzas seen = users.getIfPresent(username);
        return seen == null ? 0 : seen.size();
    }

    /** @return the weight of everything, in stanzas */
    long weight() {
        users.cleanUp();
        return users.policy().eviction().map(eviction -> eviction.weightedSize().orElse(0)).orElse(0L);
    }
}
