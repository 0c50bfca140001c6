package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tracked sessions, by stream and by user, and which of them are to be looked at when.
 *
 * <p>Most sessions hibernate, for days; all that can happen to them unnoticed is that they are resumed. Looking at so many costs more
 * than anything else the plugin does while nothing happens, so each of them has its turn in one round of {@value #ROUNDS}.
 *
 * <p>Thread rule: any thread reads; a user's sessions are added, settled and removed on the user's lane; one thread looks for what is due.
 */
final class TrackedSessions {

    private static final Logger LOG = LoggerFactory.getLogger(TrackedSessions.class);

    /** In how many rounds each session has been looked at once. */
    static final int ROUNDS = 4;

    private final Map<String, TrackedSession> byId = new ConcurrentHashMap<>();
    /** The lists are immutable. */
    private final Map<String, List<TrackedSession>> byUser = new ConcurrentHashMap<>();
    private final Set<TrackedSession> restless = ConcurrentHashMap.newKeySet();
    private final List<Set<TrackedSession>> quiet = IntStream.range(0, ROUNDS)
        .<Set<TrackedSession>>mapToObj(round -> ConcurrentHashMap.newKeySet()).toList();
    private int round;

    /** @return the session of that stream, or null */
    @Nullable TrackedSession get(String id) {
        return byId.get(id);
    }

    /** @return the user's sessions */
    List<TrackedSession> of(String username) {
        return byUser.getOrDefault(username, List.of());
    }

    /** @return all sessions */
    Collection<TrackedSession> all() {
        return byId.values();
    }

    void add(TrackedSession session) {
        byId.put(session.stream().id(), session);
        List<TrackedSession> all = new ArrayList<>(of(session.username()));
        all.add(session);
        byUser.put(session.username(), List.copyOf(all));
        restless.add(session);
    }

    /** A session was looked at: from now on it is looked at as often as is necessary. */
    void settle(TrackedSession session) {
        boolean sleeps = session.quiet();
        if (restless.contains(session) != sleeps) {
            return;
        }
        (sleeps ? quiet(session) : restless).add(session);
        (sleeps ? restless : quiet(session)).remove(session);
        if (byId.get(session.stream().id()) != session) {
            // Let go of at the same time.
            forget(session);
        }
    }

    private void forget(TrackedSession session) {
        restless.remove(session);
        quiet(session).remove(session);
    }

    private Set<TrackedSession> quiet(TrackedSession session) {
        return quiet.get(Math.floorMod(System.identityHashCode(session), ROUNDS));
    }

    /**
     * Goes through the sessions of the next round.
     *
     * @param now the time in milliseconds since 1970
     * @param look is given those at which somebody should look
     */
    void due(long now, Consumer<TrackedSession> look) {
        due(restless, now, look);
        due(quiet.get(round), now, look);
        round = (round + 1) % ROUNDS;
    }

    private static void due(Set<TrackedSession> sessions, long now, Consumer<TrackedSession> look) {
        for (TrackedSession session : sessions) {
            if (session.due(now)) {
                look.accept(session);
            }
        }
    }

    /** Lets go of a session. */
    void remove(TrackedSession session) {
        if (!byId.remove(session.stream().id(), session)) {
            return;
        }
        forget(session);
        byUser.computeIfPresent(session.username(), (username, all) -> {
            List<TrackedSession> others = all.stream().filter(each -> each != session).toList();
            return others.isEmpty() ? null : others;
        });
        session.stream().leaveEnd();
    }

    void clear() {
        byId.values().forEach(session -> {
            try {
                session.stream().leaveEnd();
            } catch (RuntimeException e) {
                // One that cannot be let go of keeps no other from being.
                LOG.warn("A session of user {} could not be let go of", session.username(), e);
            }
        });
        byId.clear();
        byUser.clear();
        restless.clear();
        quiet.forEach(Set::clear);
    }
}
