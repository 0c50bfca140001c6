package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Works off what users ask for, in front of the {@link Lanes}: of each user one request at a time is on a lane, and the next goes to its
 * end, so that thousands of one user take every other turn of one lane at most (behaviour §1). Order is kept for each user.
 *
 * <p>Bounded: {@value #MOST} requests of a user wait, and {@value #MOST_OF_ALL} of all. What is beyond is refused, as is the first request
 * of
 * a user where the lane is full; one that waited is tried again until there is room. Thread-safe; never blocks.
 */
public final class RequestQueue {

    /** So many requests of one user wait at most, the one that is being worked on included. */
    static final int MOST = 256;
    /** So many of all users. */
    static final int MOST_OF_ALL = 50_000;

    private static final Duration BUSY = Duration.ofMillis(250);

    private final Lanes lanes;
    private final Timer timer;
    private final int most;
    /** The requests of those who have some, the one on the lane first. */
    private final Map<String, Deque<Runnable>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();

    /**
     * @param lanes where requests are worked on
     * @param timer tries again where a lane is full
     */
    public RequestQueue(Lanes lanes, Timer timer) {
        this(lanes, timer, MOST);
    }

    /**
     * @param lanes where requests are worked on
     * @param timer tries again where a lane is full
     * @param most how many requests of one user wait at most, instead of {@value #MOST}
     */
    public RequestQueue(Lanes lanes, Timer timer, int most) {
        this.most = most;
        this.lanes = Objects.requireNonNull(lanes);
        this.timer = Objects.requireNonNull(timer);
    }

    /**
     * @param username who asks
     * @param request what to do, on the user's lane after all that the user asked for before
     * @return false where it will not be done, since too much waits
     */
    public boolean execute(String username, Runnable request) {
        int[] place = new int[1];
        waiting.compute(username, (name, present) -> {
            int before = present == null ? 0 : present.size();
            if (before >= most || all.get() >= MOST_OF_ALL) {
                return present;
            }
            Deque<Runnable> requests = present == null ? new ArrayDeque<>(1) : present;
            requests.add(request);
            all.incrementAndGet();
            place[0] = before + 1;
            return requests;
        });
        if (place[0] != 1 || lanes.execute(username, () -> next(username))) {
            return place[0] > 0;
        }
        return keepsOthers(username);
    }

    /** The lane has no room for the first: others may have come behind it, and whoever gave them was promised that they are done. */
    private boolean keepsOthers(String username) {
        boolean[] alone = new boolean[1];
        waiting.computeIfPresent(username, (name, requests) -> {
            alone[0] = requests.size() == 1;
            if (alone[0]) {
                all.decrementAndGet();
                return null;
            }
            return requests;
        });
        if (!alone[0]) {
            later(username);
        }
        return !alone[0];
    }

    private void later(String username) {
        timer.after(BUSY, () -> {
            if (!lanes.execute(username, () -> next(username))) {
                later(username);
            }
        });
    }

    /** On the lane. */
    private void next(String username) {
        Runnable[] request = new Runnable[1];
        waiting.computeIfPresent(username, (name, present) -> {
            request[0] = present.peek();
            return present;
        });
        try {
            request[0].run();
        } finally {
            boolean[] more = new boolean[1];
            waiting.computeIfPresent(username, (name, present) -> {
                present.remove();
                all.decrementAndGet();
                more[0] = !present.isEmpty();
                return more[0] ? present : null;
            });
            if (more[0] && !lanes.execute(username, () -> next(username))) {
                later(username);
            }
        }
    }
}
