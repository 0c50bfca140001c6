package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tracked sessions, by stream and by user.
 *
 * <p>Thread rule: any thread reads; a user's sessions are added and removed on the user's lane.
 */
final class TrackedSessions {

    private final Map<String, TrackedSession> byId = new ConcurrentHashMap<>();
    /** The lists are immutable. */
    private final Map<String, List<TrackedSession>> byUser = new ConcurrentHashMap<>();

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

    /** Lets go of a session. */
    void remove(TrackedSession session) {
        if (!byId.remove(session.stream().id(), session)) {
            return;
        }
        byUser.computeIfPresent(session.username(), (username, all) -> {
            List<TrackedSession> others = all.stream().filter(each -> each != session).toList();
            return others.isEmpty() ? null : others;
        });
        session.stream().leaveEnd();
    }

    void clear() {
        byId.values().forEach(session -> session.stream().leaveEnd());
        byId.clear();
        byUser.clear();
    }
}
