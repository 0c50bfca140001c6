package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
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
 * nothing for each member. Never more than {@value #AT_ONCE} of its tasks wait in the lanes, so that a large room takes no room from
 * others; the rest waits here. Where the database does not answer, the message waits for it.
 *
 * <p>Bounded: {@value #MESSAGES} messages; what comes on top of that is lost, and the log and the activity say so. Thread-safe.
 */
final class RoomFanOut {

    static final int AT_ONCE = 2_000;
    static final int MESSAGES = 5_000;
    /** How often losses are told of. */
    static final Duration LOSSES = Duration.ofSeconds(1);
    static final Duration PAUSE = Duration.ofMillis(10);
    static final Duration DATABASE_PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RoomFanOut.class);

    private final RoomAudiences audiences;
    private final Lanes lanes;
    private final Scheduler scheduler;
    private final To to;
    private final Lost lost;
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger tasks = new AtomicInteger();
    private volatile boolean lossSaid;

    /** Takes a message for one user. */
    @FunctionalInterface
    interface To {

        /**
         * On the user's lane.
         *
         * @param username whom it may concern; not null
         * @param member what the user is in the room; not null
         * @param audience everybody; not null
         * @param message what was said; not null
         */
        void deliver(String username, RoomMember member, RoomAudience audience, RoomMessage message);
    }

    /** Is told what cannot be worked on. */
    @FunctionalInterface
    interface Lost {

        /**
         * @param room where the last one of them was said; not null
         * @param messages how many since it was told last
         */
        void lost(JID room, int messages);
    }

    RoomFanOut(RoomAudiences audiences, Lanes lanes, Scheduler scheduler, To to, Lost lost) {
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
        onLane(message, () -> begin(message));
    }

    private void onLane(RoomMessage message, Runnable step) {
        if (!lanes.execute(message.room().toString(), step)) {
            scheduler.after(PAUSE, () -> onLane(message, step));
        }
    }

    private void begin(RoomMessage message) {
        boolean over = true;
        try {
            RoomAudience audience = audiences.of(message.room());
            over = go(message, audience, audience.members().entrySet().iterator());
        } catch (StoreException e) {
            LOG.warn("Whom a message in {} concerns cannot be found out now, so it waits: {}", message.room(), e.getMessage());
            scheduler.after(DATABASE_PAUSE, () -> onLane(message, () -> begin(message)));
            over = false;
        } finally {
            if (over) {
                done();
            }
        }
    }

    private void done() {
        if (messages.decrementAndGet() == 0) {
            lossSaid = false;
        }
    }

    /** @return whether everybody had it */
    private boolean go(RoomMessage message, RoomAudience audience, Iterator<Map.Entry<String, RoomMember>> rest) {
        while (rest.hasNext()) {
            if (tasks.get() >= AT_ONCE) {
                scheduler.after(PAUSE, () -> onLane(message, () -> next(message, audience, rest)));
                return false;
            }
            Map.Entry<String, RoomMember> one = rest.next();
            one(message, audience, one.getKey(), one.getValue());
        }
        return true;
    }

    private void next(RoomMessage message, RoomAudience audience, Iterator<Map.Entry<String, RoomMember>> rest) {
        boolean over = true;
        try {
            over = go(message, audience, rest);
        } finally {
            if (over) {
                done();
            }
        }
    }

    private void one(RoomMessage message, RoomAudience audience, String username, RoomMember member) {
        tasks.incrementAndGet();
        boolean accepted = lanes.execute(username, () -> {
            try {
                to.deliver(username, member, audience, message);
            } finally {
                tasks.decrementAndGet();
            }
        });
        if (!accepted) {
            tasks.decrementAndGet();
            scheduler.after(PAUSE, () -> one(message, audience, username, member));
        }
    }
}
