package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jspecify.annotations.Nullable;

/**
 * What waits though it is not known for which devices: in a full lane, as one for each user; and for the database, one by one, so that it
 * can be told later what was pushed before. Bounded: {@link #MAX_USERS}, {@link #MAX_FOR_DATABASE}. Thread-safe; nothing blocks.
 */
final class DecisionQueue {

    static final int MAX_USERS = 20_000;
    static final int MAX_FOR_DATABASE = 5_000;

    private final Map<String, Undecided> forLane = new LinkedHashMap<>();
    private final Deque<Undecided> forDatabase = new ArrayDeque<>();

    /** @return false where there is no room */
    synchronized boolean addForLane(Undecided undecided) {
        Undecided before = forLane.get(undecided.username());
        if (before == null && forLane.size() >= MAX_USERS) {
            return false;
        }
        forLane.put(undecided.username(), before == null ? undecided : before.and(undecided));
        return true;
    }

    /** @return false where there is no room */
    synchronized boolean addForDatabase(Undecided undecided) {
        if (forDatabase.size() >= MAX_FOR_DATABASE) {
            return false;
        }
        forDatabase.addLast(undecided);
        return true;
    }

    /** Some devices of a user are in use, or no more: what waits does not concern them any more. */
    synchronized void without(String username, Predicate<Registration> devices) {
        forLane.computeIfPresent(username, (same, undecided) -> undecided.without(devices));
        if (!forDatabase.isEmpty()) {
            List<Undecided> all = new ArrayList<>(forDatabase);
            forDatabase.clear();
            all.forEach(each -> forDatabase.addLast(each.username().equals(username) ? each.without(devices) : each));
        }
    }

    /** @return what waits for a lane, one for each user */
    synchronized List<Undecided> laneUsers() {
        return List.copyOf(forLane.values());
    }

    /** @return what waits for that user's lane, which now does not any more, or null */
    synchronized @Nullable Undecided takeForLane(String username) {
        return forLane.remove(username);
    }

    /** @return what has waited longest for the database and now does not any more, or null */
    synchronized @Nullable Undecided takeForDatabase() {
        return forDatabase.pollFirst();
    }

    /** What was taken still cannot be decided. */
    synchronized void putBackFirst(Undecided undecided) {
        forDatabase.addFirst(undecided);
    }

    synchronized boolean anyForLane() {
        return !forLane.isEmpty();
    }

    synchronized boolean anyForDatabase() {
        return !forDatabase.isEmpty();
    }

    synchronized int size() {
        return forLane.size() + forDatabase.size();
    }
}
