package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * What was handed to sessions that acknowledge nothing: connected ones without stream management, BOSH first of all. What such a session
 * did not fetch, Openfire stores offline when it gives the session up, by a thread of its own and as an object that was parsed anew: so
 * neither thread nor object tells which journey it is on, and the look has to, among what was handed over lately. Of equal stanzas those
 * that were handed over last are what was not fetched: of those before, the client may have fetched some.
 *
 * <p>Bounded: of each user the last {@value #OF_ONE_USER} for {@link #KEPT}, some 50 bytes each; {@value #USERS} users. Thread-safe.
 */
public final class UnconfirmedDeliveries {

    /** Longer than a BOSH session is kept without a request, a paused one too. */
    static final Duration KEPT = Duration.ofMinutes(15);
    static final int OF_ONE_USER = 100;
    private static final int USERS = 10_000;

    private final Cache<String, Deque<Delivery>> users;

    /** One stanza that was handed to one session. Guarded by the cache's computation for its user. */
    private static final class Delivery {
        private final Fingerprint look;
        private final long journey;
        private final String session;
        private boolean taken;

        Delivery(Fingerprint look, long journey, String session) {
            this.look = look;
            this.journey = journey;
            this.session = session;
        }
    }

    /**
     * @param ticker the time that goes by
     * @param upkeep where the cache tidies up
     */
    public UnconfirmedDeliveries(Ticker ticker, Executor upkeep) {
        this.users = Caffeine.newBuilder().maximumSize(USERS).expireAfterWrite(KEPT).ticker(ticker).executor(upkeep).build();
    }

    /**
     * @param username whose session
     * @param session its stream's id
     * @param travelling what it was handed
     */
    public void add(String username, String session, Travelling travelling) {
        Delivery delivery = new Delivery(travelling.stanza().fingerprint(), Journey.packed(travelling.journey()),
            Objects.requireNonNull(session));
        users.asMap().compute(username, (name, known) -> {
            Deque<Delivery> deliveries = known == null ? new ArrayDeque<>(4) : known;
            if (deliveries.size() == OF_ONE_USER) {
                deliveries.removeFirst();
            }
            deliveries.addLast(delivery);
            return deliveries;
        });
    }

    /**
     * A stanza is stored that a session did not fetch.
     *
     * @param username whose
     * @param look what it looks like
     * @return its journey, which is not found again for the same delivery; null where nothing such was handed over
     */
    public @Nullable Journey take(String username, Fingerprint look) {
        long[] journey = new long[1];
        users.asMap().computeIfPresent(username, (name, deliveries) -> {
            Iterator<Delivery> newestFirst = deliveries.descendingIterator();
            while (journey[0] == 0 && newestFirst.hasNext()) {
                Delivery delivery = newestFirst.next();
                if (!delivery.taken && delivery.look.equals(look)) {
                    journey[0] = delivery.journey;
                    delivery.taken = true;
                }
            }
            return deliveries;
        });
        return Journey.unpacked(journey[0]);
    }

    /**
     * @param username whose session
     * @param session its stream's id
     * @param travelling a stanza
     * @return whether that session was handed it
     */
    public boolean got(String username, String session, Travelling travelling) {
        boolean[] got = new boolean[1];
        long journey = Journey.packed(travelling.journey());
        users.asMap().computeIfPresent(username, (name, deliveries) -> {
            for (Delivery delivery : deliveries) {
                got[0] |= delivery.journey == journey && delivery.session.equals(session);
            }
            return deliveries;
        });
        return got[0];
    }
}
