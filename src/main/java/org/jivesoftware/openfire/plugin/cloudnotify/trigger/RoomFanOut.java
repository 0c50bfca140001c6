package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudience;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudiences;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomMember;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Brings what was said in a room to the lanes of all whom it concerns, on the room's own lane, so that the thread that routed it does
 * nothing for each member. Whom it concerns is found out on no lane: a group chat service may take its time, which is nobody else's.
 *
 * <p> Never more than {@value #AT_ONCE} of its tasks wait in the lanes, so that a large room takes no room from
 * others; the rest waits here. Where the database does not answer, the message waits for it.
 *
 * <p>What is said while a room's members are told of something is brought to them together afterwards, so that a crowd of messages asks
 * once for what is known of each member, and wakes each device once more, not once a merge window until all members have had all.
 *
 * <p>Bounded: {@value #MESSAGES} messages; what comes on top of that is lost, and the log and the activity say so. Thread-safe.
 */
final class RoomFanOut {

    static final int AT_ONCE = 2_000;
    static final int MESSAGES = 5_000;
    /** So many messages of one room are brought to its members together. */
    static final int TOGETHER = 100;
    /** How often losses are told of. */
    static final Duration LOSSES = Duration.ofSeconds(1);
    static final Duration PAUSE = Duration.ofMillis(10);
    static final Duration DATABASE_PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RoomFanOut.class);

    private final RoomAudiences audiences;
    private final Lanes lookUps;
    private final Lanes lanes;
    private final Scheduler scheduler;
    private final To to;
    private final Lost lost;
    /** What was said in rooms whose members are being told, and has not been brought to them; there while they are. */
    private final Map<JID, Deque<RoomMessage>> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger tasks = new AtomicInteger();
    private volatile boolean lossSaid;

    /** Takes messages for one user. */
    @FunctionalInterface
    interface To {

        /**
         * On the user's lane.
         *
         * @param username whom it may concern
         * @param member what the user is in the room
         * @param audience everybody
         * @param messages what was said, the oldest first; not empty
         */
        void deliver(String username, RoomMember member, RoomAudience audience, List<RoomMessage> messages);
    }

    /** Is told what cannot be worked on. */
    @FunctionalInterface
    interface Lost {

        /**
         * @param room where the last one of them was said
         * @param messages how many since it was told last
         */
        void lost(JID room, int messages);
    }

    /** @param lookUps where it is found out whom a room concerns, given the address of its service; one thing after the other for each */
    RoomFanOut(RoomAudiences audiences, Lanes lookUps, Lanes lanes, Scheduler scheduler, To to, Lost lost) {
        this.lookUps = Objects.requireNonNull(lookUps);
        this.lost = Objects.requireNonNull(lost);
        this.audiences = Objects.requireNonNull(audiences);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.to = Objects.requireNonNull(to);
    }

    /** Takes a message. Never blocks. */
    void add(RoomMessage message) {
        if (messages.incrementAndGet() > MESSAGES) {
            messages.decrementAndGet();
            if (losses.getAndIncrement() == 0) {
                scheduler.after(LOSSES, () -> lost.lost(message.room(), losses.getAndSet(0)));
            }
            if (!lossSaid) {
                lossSaid = true;
                LOG.warn("More was said in group chats than could be worked on: who is not in them hears nothing of some of it");
            }
            return;
        }
        boolean[] begins = new boolean[1];
        rooms.compute(message.room(), (room, waiting) -> {
            begins[0] = waiting == null;
            Deque<RoomMessage> with = waiting == null ? new ArrayDeque<>(2) : waiting;
            with.add(message);
            return with;
        });
        if (begins[0]) {
            onLane(message.room(), () -> begin(message.room()));
        }
    }

    private void onLane(JID room, Runnable step) {
        if (!lanes.execute(room.toString(), step)) {
            scheduler.after(PAUSE, () -> onLane(room, step));
        }
    }

    /** On the room's lane. */
    private void begin(JID room) {
        RoomAudience known = audiences.peek(room.toString());
        if (known != null) {
            new Round(room, known, take(room)).go();
        } else {
            lookUp(room);
        }
    }

    private void lookUp(JID room) {
        if (!lookUps.execute(room.getDomain(), () -> find(room))) {
            scheduler.after(PAUSE, () -> lookUp(room));
        }
    }

    private void find(JID room) {
        RoomAudience audience;
        try {
            audience = audiences.of(room);
        } catch (StoreException e) {
            LOG.warn("Whom a message in {} concerns cannot be found out now, so it waits: {}", room, e.getMessage());
            scheduler.after(DATABASE_PAUSE, () -> lookUp(room));
            return;
        } catch (Throwable e) {
            over(room, take(room).size());
            throw e;
        }
        onLane(room, new Round(room, audience, take(room))::go);
    }

    /** @return what was said up to now and nobody has had yet, the oldest first, but no more than {@value #TOGETHER} */
    private List<RoomMessage> take(JID room) {
        List<RoomMessage> taken = new ArrayList<>();
        rooms.computeIfPresent(room, (key, waiting) -> {
            while (taken.size() < TOGETHER && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
            return waiting;
        });
        return taken;
    }

    /** So many messages of a room are done with: what was said meanwhile is next. */
    private void over(JID room, int done) {
        if (messages.addAndGet(-done) == 0) {
            lossSaid = false;
        }
        if (rooms.computeIfPresent(room, (key, waiting) -> waiting.isEmpty() ? null : waiting) != null) {
            onLane(room, () -> begin(room));
        }
    }

    /** What was said is brought to one member after the other. */
    private final class Round {

        private final JID room;
        private final RoomAudience audience;
        private final List<RoomMessage> said;
        private final Iterator<Map.Entry<String, RoomMember>> rest;
        /** The members whose turn is not over, and one for those who have not been given theirs. */
        private final AtomicInteger open = new AtomicInteger(1);

        Round(JID room, RoomAudience audience, List<RoomMessage> said) {
            this.room = room;
            this.audience = audience;
            this.said = said;
            this.rest = audience.members().entrySet().iterator();
        }

        /** On the room's lane. */
        void go() {
            boolean pauses = false;
            try {
                while (rest.hasNext() && !pauses) {
                    pauses = tasks.get() >= AT_ONCE;
                    if (!pauses) {
                        Map.Entry<String, RoomMember> one = rest.next();
                        open.incrementAndGet();
                        one(one.getKey(), one.getValue());
                    }
                }
            } finally {
                if (pauses) {
                    scheduler.after(PAUSE, () -> onLane(room, this::go));
                } else {
                    closed();
                }
            }
        }

        private void one(String username, RoomMember member) {
            tasks.incrementAndGet();
            boolean accepted = lanes.execute(username, () -> {
                try {
                    to.deliver(username, member, audience, said);
                } finally {
                    tasks.decrementAndGet();
                    closed();
                }
            });
            if (!accepted) {
                tasks.decrementAndGet();
                scheduler.after(PAUSE, () -> one(username, member));
            }
        }

        private void closed() {
            if (open.decrementAndGet() == 0) {
                over(room, said.size());
            }
        }
    }
}
