package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Crew;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the servers of endpoints, in the order in which they come for each, and never so many at once that one has to refuse them:
 * one until it has answered, then twice as many with each answer up to {@link #AT_ONCE}; one again when something went wrong. So the first
 * request opens the connection that all others use, and what a server holds back keeps no other. Of what replaces one another only one is
 * under way: of two at once the server may see the later first, and keep the earlier.
 *
 * <p>Servers that have not answered within the last day have threads of their own, since looking up their names may take as long as whoever
 * runs them likes. Bounded by {@link #MOST} requests that wait. Thread-safe.
 */
final class Origins {

    /** So many requests to one server are under way at most; servers of HTTP/2 take 100 or more. */
    static final int AT_ONCE = 64;
    /** So many are being begun at once for one server: what makes its name slow to look up keeps not all threads. */
    static final int BEGINNING = 2;
    /** So many requests wait at most, over all servers. */
    static final int MOST = 20_000;
    private static final long REMEMBERED = 10_000;

    private final Crew acquaintances;
    private final Crew strangers;
    private final Map<WebOrigin, OriginLine> lines = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Object idle = new Object();
    /** How many at once a server has shown to take. */
    private final Cache<WebOrigin, Integer> shown;

    /** A request. */
    interface Job {

        /**
         * Begins, on a thread that may wait for a name to be looked up, but for nothing else.
         *
         * @param done is told once, on any thread, when nothing of it is under way any more: whether the server answered
         */
        void begin(Done done);
    }

    /** Is told of the end of a request. */
    interface Done extends Consumer<Boolean> {

        /**
         * The server takes no more at once, so that it did not see this one: it begins anew before all others when one of them has ended.
         *
         * @return false where no other is under way, so that it has to end
         */
        boolean full();

        /** It begins anew before all others, alone, since the server has left its connection or wants less. */
        void again();
    }

    private final class End implements Done {

        private final WebOrigin origin;
        private final OriginLine.Turn turn;
        private final AtomicBoolean told = new AtomicBoolean();

        End(WebOrigin origin, OriginLine.Turn turn) {
            this.origin = origin;
            this.turn = turn;
        }

        @Override
        public void accept(Boolean answered) {
            if (told.compareAndSet(false, true)) {
                done(origin, turn.replaces(), answered);
            }
        }

        @Override
        public boolean full() {
            return !told.get() && waits(origin, turn) && told.compareAndSet(false, true);
        }

        @Override
        public void again() {
            if (told.compareAndSet(false, true)) {
                Origins.this.again(origin, turn);
            }
        }
    }

    private record Next(OriginLine.Turn turn, boolean known) {
    }

    /**
     * @param acquaintances works for servers that have answered
     * @param strangers works for the others
     * @param nanos a time that never jumps
     */
    Origins(Crew acquaintances, Crew strangers, LongSupplier nanos) {
        this.acquaintances = Objects.requireNonNull(acquaintances);
        this.strangers = Objects.requireNonNull(strangers);
        this.shown = Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(Duration.ofDays(1)).ticker(nanos::getAsLong)
            .executor(Runnable::run).build();
    }

    /**
     * @param origin to which server
     * @param replaces equal for requests of which a later one takes the place of an earlier one there
     * @param job the request
     * @return false where too much waits, so that it is never begun
     */
    boolean add(WebOrigin origin, Object replaces, Job job) {
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            return false;
        }
        lines.compute(origin, (key, present) -> {
            OriginLine line = present == null ? line(origin) : present;
            line.add(replaces, job);
            return line;
        });
        begin(origin);
        return true;
    }

    private OriginLine line(WebOrigin origin) {
        OriginLine line = new OriginLine();
        Integer before = shown.getIfPresent(origin);
        line.known = before != null;
        line.limit = before == null ? 1 : before;
        return line;
    }

    private void begin(WebOrigin origin) {
        for (Next next = next(origin); next != null; next = next(origin)) {
            waiting.decrementAndGet();
            OriginLine.Turn turn = next.turn();
            Done done = new End(origin, turn);
            if (!(next.known() ? acquaintances : strangers).execute(() -> begin(origin, turn.job(), done))) {
                // Too much is to be begun, or this ends: what is waited for has its own time. The server may be asked again.
                begun(origin);
                ended(origin, turn.replaces(), false);
            }
        }
    }

    private void begin(WebOrigin origin, Job job, Done done) {
        boolean begun = false;
        try {
            job.begin(done);
            begun = true;
        } finally {
            begun(origin);
            if (begun) {
                begin(origin);
            } else {
                done.accept(false);
            }
        }
    }

    private void begun(WebOrigin origin) {
        lines.computeIfPresent(origin, (key, line) -> {
            line.beginning--;
            return line.over() ? null : line;
        });
        perhapsIdle();
    }

    private @Nullable Next next(WebOrigin origin) {
        Next[] next = new Next[1];
        lines.computeIfPresent(origin, (key, line) -> {
            OriginLine.Turn turn = line.underway < line.limit && line.beginning < BEGINNING ? line.queue.poll() : null;
            if (turn != null) {
                line.underway++;
                line.beginning++;
                next[0] = new Next(turn, line.known);
            }
            return line;
        });
        return next[0];
    }

    /** Servers have limits of their own (SETTINGS_MAX_CONCURRENT_STREAMS), which Java's client keeps but does not tell. */
    private boolean waits(WebOrigin origin, OriginLine.Turn turn) {
        boolean[] waits = new boolean[1];
        lines.computeIfPresent(origin, (key, line) -> {
            if (line.underway > 1) {
                back(line, turn);
                line.most = line.underway;
                line.limit = Math.min(line.limit, line.most);
                waits[0] = true;
            }
            return line;
        });
        return waits[0];
    }

    private void again(WebOrigin origin, OriginLine.Turn turn) {
        lines.computeIfPresent(origin, (key, line) -> {
            back(line, turn);
            // One opens the next connection.
            line.limit = 1;
            return line;
        });
        begin(origin);
    }

    private void back(OriginLine line, OriginLine.Turn turn) {
        line.underway--;
        line.queue.addFirst(turn);
        waiting.incrementAndGet();
    }

    private void done(WebOrigin origin, Object replaces, boolean answered) {
        ended(origin, replaces, answered);
        begin(origin);
    }

    private void ended(WebOrigin origin, Object replaces, boolean answered) {
        lines.computeIfPresent(origin, (key, line) -> {
            line.underway--;
            line.ended(replaces);
            if (answered && ++line.answers % AT_ONCE == 0 && line.most < AT_ONCE) {
                line.most++;
            }
            line.limit = answered ? Math.min(line.most, line.limit * 2) : 1;
            line.known = answered;
            if (answered) {
                shown.put(origin, line.limit);
            } else {
                shown.invalidate(origin);
            }
            return line.over() ? null : line;
        });
        perhapsIdle();
    }

    private void perhapsIdle() {
        if (lines.isEmpty()) {
            synchronized (idle) {
                idle.notifyAll();
            }
        }
    }

    /**
     * Waits until nothing is under way.
     *
     * @param most for how long at most
     * @throws InterruptedException if the thread is to end
     */
    void awaitIdle(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        synchronized (idle) {
            for (long left = most.toMillis(); !lines.isEmpty() && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                idle.wait(left);
            }
        }
    }

    /** @return how many requests wait */
    int waiting() {
        return waiting.get();
    }
}
