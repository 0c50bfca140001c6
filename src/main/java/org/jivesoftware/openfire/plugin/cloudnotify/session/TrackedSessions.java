package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * The tracked sessions, by stream and by user, and what waited in those that are gone.
 *
 * <p>Thread rule: any thread reads; a user's sessions are added and removed on the user's lane.
 */
final class TrackedSessions {

    private final Map<String, TrackedSession> byId = new ConcurrentHashMap<>();
    /** The lists are immutable. */
    private final Map<String, List<TrackedSession>> byUser = new ConcurrentHashMap<>();
    private final Departed departed;

    TrackedSessions(Clock clock) {
        this.departed = new Departed(clock);
    }

    /** @return the session of that stream, or null */
    TrackedSession get(String id) {
        return byId.get(id);
    }

    /** @return the user's sessions; never null */
    List<TrackedSession> of(String username) {
        return byUser.getOrDefault(username, List.of());
    }

    /** @return all sessions; never null */
    Collection<TrackedSession> all() {
        return byId.values();
    }

    void add(TrackedSession session) {
        byId.put(session.stream().id(), session);
        List<TrackedSession> all = new ArrayList<>(of(session.username()));
        all.add(session);
        byUser.put(session.username(), List.copyOf(all));
    }

    /** Lets go of a session; remembers what waits in it, since the server may deliver that again. */
    void remove(TrackedSession session) {
        if (!byId.remove(session.stream().id(), session)) {
            return;
        }
        byUser.computeIfPresent(session.username(), (username, all) -> {
            List<TrackedSession> others = all.stream().filter(each -> each != session).toList();
            return others.isEmpty() ? null : others;
        });
        session.stream().leaveEnd();
        for (Backlog.Item item : session.backlog().items()) {
            if (item.fingerprint != null && item.arrival() != 0) {
                departed.add(session.username(), item.fingerprint, item.stamp, item.arrival());
            }
        }
    }

    void clear() {
        byId.values().forEach(session -> session.stream().leaveEnd());
        byId.clear();
        byUser.clear();
    }

    /** @return the journey of the original, where the stanza is a copy that the server delivers again, else {@code arrival} */
    long journey(String username, Stanza stanza, long arrival) {
        if (stanza.delayedSince() == null) {
            return arrival;
        }
        SortedSet<Long> waiting = new TreeSet<>();
        for (TrackedSession session : of(username)) {
            session.backlog().originals(stanza.fingerprint(), stanza.delayedSince(), waiting::add);
        }
        return departed.original(username, stanza.fingerprint(), stanza.delayedSince(), arrival, waiting);
    }
}
