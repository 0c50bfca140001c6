package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The requests to one server. Not thread-safe: {@link Origins} changes it by one thread at a time. */
final class OriginLine {

    final Deque<Turn> queue = new ArrayDeque<>();
    /** What comes after the one that is in the queue or under way, by what it replaces. */
    private final Map<Object, Deque<Origins.Job>> behind = new HashMap<>();
    int limit;
    /** So far the limit may rise, as it seems. */
    int most = Origins.AT_ONCE;
    int answers;
    int underway;
    int beginning;
    boolean known;

    void add(Object replaces, Origins.Job job) {
        Deque<Origins.Job> before = behind.get(replaces);
        if (before == null) {
            behind.put(replaces, new ArrayDeque<>(0));
            queue.add(new Turn(replaces, job));
        } else {
            before.add(job);
        }
    }

    boolean over() {
        return underway == 0 && beginning == 0 && queue.isEmpty();
    }

    void ended(Object replaces) {
        Deque<Origins.Job> after = behind.get(replaces);
        Origins.Job next = after == null ? null : after.poll();
        if (next == null) {
            behind.remove(replaces);
        } else {
            queue.add(new Turn(replaces, next));
        }
    }

    /**
     * A request whose turn may come.
     *
     * @param replaces equal for requests of which a later one takes the place of an earlier one
     * @param job the request
     */
    record Turn(Object replaces, Origins.Job job) {
    }
}
