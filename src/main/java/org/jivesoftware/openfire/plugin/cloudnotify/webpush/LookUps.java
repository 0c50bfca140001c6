package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Crew;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jspecify.annotations.Nullable;

/**
 * What users ask for that has to look up a name first: each user's one after the other, in the order in which it came, so that no later
 * request is carried out before an earlier one. Bounded. Thread-safe.
 */
final class LookUps {

    /** So much of one user waits at most behind what is under way. */
    static final int MOST = 3;

    private final Crew crew;
    private final Part part;
    /** What waits behind that which is under way, for the users of whom something is. */
    private final Map<String, Deque<Runnable>> behind = new HashMap<>();

    /**
     * @param crew whose threads wait for names
     * @param part is told what work throws
     */
    LookUps(Crew crew, Part part) {
        this.crew = Objects.requireNonNull(crew);
        this.part = Objects.requireNonNull(part);
    }

    /**
     * Does something that has to look up a name.
     *
     * @param username for whom
     * @param work what
     * @return false where too much waits, of that user or of all, so that it is never done
     */
    synchronized boolean look(String username, Runnable work) {
        Deque<Runnable> queue = behind.get(username);
        if (queue != null) {
            return queue.size() < MOST && queue.add(work);
        }
        if (!crew.execute(() -> work(username, work))) {
            return false;
        }
        behind.put(username, new ArrayDeque<>(1));
        return true;
    }

    /**
     * Does something that looks up nothing: at once, but after what that user asked for before.
     *
     * @param username as above
     * @param work as above
     * @return false where too much of that user waits
     */
    boolean after(String username, Runnable work) {
        synchronized (this) {
            Deque<Runnable> queue = behind.get(username);
            if (queue != null) {
                return queue.size() < MOST && queue.add(work);
            }
        }
        work.run();
        return true;
    }

    private void work(String username, Runnable first) {
        for (Runnable next = first; next != null; next = next(username)) {
            try {
                next.run();
            } catch (Throwable e) {
                part.failed(e);
            }
        }
    }

    private synchronized @Nullable Runnable next(String username) {
        Runnable next = Objects.requireNonNull(behind.get(username)).poll();
        if (next == null) {
            behind.remove(username);
        }
        return next;
    }
}
