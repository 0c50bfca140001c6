package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;

/**
 * Questions to other nodes that wait for answers. No thread waits: what depends on the answers is done when the last one is there, or the
 * first yes to what one yes decides, or after {@link #LIMIT}. Who did not answer by then is not waited for again until it is heard from.
 * Bounded; thread-safe.
 */
final class Questions {

    static final Duration LIMIT = Duration.ofSeconds(1);
    static final int MAX_OPEN = 10_000;

    private final Scheduler scheduler;
    private final Members members;
    private final Map<Long, Open> open = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    private record Open(Set<String> missing, boolean first, Consumer<Boolean> then) {
    }

    /**
     * @param scheduler time
     * @param members is told who does not answer
     */
    Questions(Scheduler scheduler, Members members) {
        this.scheduler = Objects.requireNonNull(scheduler);
        this.members = Objects.requireNonNull(members);
    }

    /**
     * @param nodes who is asked, at least one
     * @param first whether one yes is enough
     * @param then what depends on it: is told whether anybody said yes, once, on any thread
     * @return the question's number, or 0 where too many are open; then nothing is done
     */
    long ask(Set<String> nodes, boolean first, Consumer<Boolean> then) {
        if (open.size() >= MAX_OPEN) {
            return 0;
        }
        long id = ids.incrementAndGet();
        open.put(id, new Open(new HashSet<>(nodes), first, then));
        scheduler.after(LIMIT, () -> expire(id));
        return id;
    }

    void answered(String node, ClusterMessage.Answer answer) {
        Open asked = open.get(answer.id());
        if (asked == null) {
            return;
        }
        boolean decided;
        synchronized (asked) {
            decided = asked.missing.remove(node) && (asked.missing.isEmpty() || asked.first && answer.yes());
        }
        if (decided && open.remove(answer.id()) != null) {
            asked.then.accept(answer.yes());
        }
    }

    /** A node is gone: it will not answer. */
    void left(String node) {
        open.keySet().forEach(id -> answered(node, new ClusterMessage.Answer(id, false)));
    }

    private void expire(long id) {
        Open asked = open.remove(id);
        if (asked == null) {
            return;
        }
        synchronized (asked) {
            asked.missing.forEach(members::silent);
        }
        asked.then.accept(false);
    }

    /** Nobody will hear answers any more. */
    void close() {
        for (Long id : open.keySet()) {
            Open asked = open.remove(id);
            if (asked != null) {
                asked.then.accept(false);
            }
        }
    }
}
