package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Backlog.OnItsWay;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;

/**
 * One session of a user who has registrations: connected, not acknowledging ("stalled"), or detached; and what waits in it.
 *
 * <p>Thread rule: {@link #look} and what it changes belong to the user's lane. Routing threads add what they see on its way; the poll reads the
 * volatile fields.
 */
final class TrackedSession {

    /** How many that were seen on their way may wait for the lane; what is not in it gets its journey when the queue is read. */
    private static final int MAX_ON_THEIR_WAY = 1_000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long SOON = 0;
    /** How long it may take to send what was held back. */
    private static final Duration FLUSHING = Duration.ofSeconds(5);

    private final String username;
    private final ClientStream stream;
    private final Binding binding;
    private final Queue<OnItsWay> onTheirWay = new LinkedBlockingQueue<>(MAX_ON_THEIR_WAY);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Backlog backlog;
    /** The entry up to which an acknowledgement was asked for, or null, and when. */
    private Backlog.Item asked;
    private Instant askedAt;
    private Instant pushed;
    /** Whether it was pushed to while it was connected, as calls are. */
    private boolean woken;
    /** The newest entry at that time: once it is acknowledged, the device was there. */
    private Backlog.Item wokenUpTo;
    private boolean decided;
    /** Whether stream management was ever on: the queue of a session that is being ended can be read still. */
    private boolean managed;
    private volatile boolean bound;
    private volatile boolean detached;
    private volatile boolean stalled;
    /** It was found to be connected since the last look, at which it was detached. */
    private volatile boolean resumed;
    private volatile boolean copies;
    private volatile boolean refused;
    private volatile Hibernation hibernation;
    /** In milliseconds since 1970: when the poll should have it looked at, though nothing happened. */
    private volatile long nextLook;

    TrackedSession(String username, ClientStream stream, JourneyRegistry journeys) {
        this.username = Objects.requireNonNull(username);
        this.stream = Objects.requireNonNull(stream);
        this.backlog = new Backlog(journeys);
        this.binding = binding(stream);
    }

    /** @return what ties a session to registrations */
    static Binding binding(ClientStream stream) {
        return new Binding(Objects.requireNonNullElse(stream.address().getResource(), ""), stream.userAgent());
    }

    String username() {
        return username;
    }

    ClientStream stream() {
        return stream;
    }

    Binding binding() {
        return binding;
    }

    Backlog backlog() {
        return backlog;
    }

    boolean bound() {
        return bound;
    }

    /** @return whether it is to be kept while detached: not where nobody could resume it any more. Any thread. */
    boolean kept() {
        return bound && stream.managed();
    }

    Hibernation hibernation() {
        return hibernation;
    }

    /**
     * @return whether it has a connection on which the client answers. Any thread. Where that is news, the next look knows that it was
     *     resumed, even if it is detached once more by then.
     */
    boolean inUse() {
        boolean connected = !stalled && !stream.detached();
        if (connected && detached) {
            resumed = true;
        }
        return connected;
    }

    /** @return whether no look is on the lane yet, so that one is needed. Any thread. */
    boolean schedule() {
        return scheduled.compareAndSet(false, true);
    }

    /** The look is about to happen. On the user's lane. */
    void scheduled() {
        scheduled.set(false);
        refused = false;
    }

    /** There was no room for the look on the lane: the poll tries again. Any thread. */
    void refused() {
        refused = true;
        scheduled.set(false);
    }

    /** @return whether the poll should have it looked at. Any thread. */
    boolean due(long now) {
        return now >= nextLook || resumed || refused || stream.detached() != detached;
    }

    /** @return whether nothing can happen to it unnoticed but that it is resumed. On the user's lane. */
    boolean quiet() {
        return detached && !refused && nextLook > SOON;
    }

    /** A stanza went to this session. Any thread. */
    void seen(OnItsWay seen) {
        onTheirWay.offer(seen);
        if (seen.copy()) {
            copies = true;
        }
    }

    /** @return whether something that may have been routed before was seen on its way here since the last look. Any thread. */
    boolean copies() {
        return copies;
    }

    /** What a look needs to know from outside. */
    record Surroundings(Instant now, boolean bound, Duration maxAckDelay, Duration maxHibernation, Duration detachTime,
                        SessionListener listener) {
    }

    /** The beginning: what waits already, and is older than {@code handled}, was told of before. */
    void begin(Surroundings around, Instant handled, boolean decided) {
        this.decided = decided;
        this.bound = around.bound();
        Unacked look = stream.managed() ? stream.unacked(null) : null;
        if (look != null) {
            backlog.follow(look, around.now(), item -> { });
            backlog.skip(handled);
        }
        look(around);
    }

    /** A push went out to one of the registrations that this session is bound to. */
    void pushed(Instant now, boolean important) {
        // That it lost its connection may not have been noticed yet.
        if (!detached && !stalled && !stream.detached()) {
            woken = true;
            wokenUpTo = backlog.newest();
        } else if (important) {
            pushed = pushed == null ? now : pushed;
            if (hibernation != null && hibernation.pushed() == null) {
                hibernation = new Hibernation(hibernation.since(), pushed);
            }
            nextLook = SOON;
        }
    }

    /** Finds out what happened, and tells of it. */
    void look(Surroundings around) {
        bound = around.bound();
        boolean wasDetached = detached;
        detached = stream.detached();
        if (detached && hibernation == null) {
            // First of all: whatever fails after this, the session ends when its time is over.
            hibernation = new Hibernation(around.now(), pushed);
        }
        follow(around);
        boolean meanwhile = resumed && wasDetached && detached;
        resumed = false;
        if (meanwhile) {
            back(around);
        }
        if (detached) {
            if (!wasDetached || meanwhile) {
                asked = null;
                if (reached()) {
                    back(around);
                }
                hibernation = new Hibernation(around.now(), pushed);
            }
            tell(around);
        } else {
            if (wasDetached) {
                hibernation = null;
                back(around);
            }
            watch(around);
        }
        nextLook = keep(around, next(around.now()));
    }

    /** The session ended: what waits in it may be routed again, and must be known by then. */
    void end(Surroundings around) {
        follow(around);
        if (!detached && reached()) {
            back(around);
        }
    }

    /** Finds out what waits, and tells of nothing but acknowledgements. */
    void follow(Surroundings around) {
        copies = false;
        List<OnItsWay> seen = new ArrayList<>();
        for (OnItsWay next = onTheirWay.poll(); next != null; next = onTheirWay.poll()) {
            seen.add(next);
        }
        managed |= stream.managed();
        // After that, so that what was seen is in the queue already, unless it is held back.
        Unacked look = managed ? stream.unacked(backlog.mark()) : null;
        for (OnItsWay each : seen) {
            if (look != null || each.detached()) {
                backlog.expect(each);
            }
        }
        if (look != null) {
            backlog.follow(look, around.now(), item -> acknowledged(item, around));
            if (stream.managed()) {
                // It was there between two looks: without a connection nobody acknowledges.
                resumed |= detached && stream.detached() && backlog.acknowledgedMore();
                backlog.expectOnlyHeld(stream.holdsBack() ? null : around.now().minus(FLUSHING));
            }
        }
    }

    private void acknowledged(Backlog.Item item, Surroundings around) {
        Travelling travelling = item.neverTold();
        if (travelling != null && travelling.stanza().important() && bound && stream.managed()) {
            around.listener().acknowledged(waiting(travelling), Duration.between(item.since(), around.now()));
        }
    }

    private void tell(Surroundings around) {
        if (bound) {
            backlog.tell(untold -> around.listener().hibernated(waiting(untold)));
            backlog.tellExpected(untold -> around.listener().hibernated(waiting(untold)));
        }
    }

    private Waiting waiting(Travelling travelling) {
        return new Waiting(username, binding, travelling);
    }

    /** Connected: asks for acknowledgements, and notices where they do not come. */
    private void watch(Surroundings around) {
        if (asked != null && asked.gone()) {
            asked = null;
            if (stalled) {
                back(around);
            }
        }
        if (reached()) {
            back(around);
        }
        if (!bound || !stream.managed() || !backlog.hasReason()) {
            return;
        }
        if (asked == null) {
            asked = backlog.newest();
            askedAt = around.now();
            stream.requestAck();
        }
        if (!around.maxAckDelay().isZero() && !around.now().isBefore(askedAt.plus(around.maxAckDelay()))) {
            stalled = true;
            backlog.tell(untold -> around.listener().unacknowledged(waiting(untold)));
        }
    }

    /** Whether it was there for what was pushed to it while it was connected, as calls are: that belongs to no absence. */
    private boolean reached() {
        return woken && (wokenUpTo == null || wokenUpTo.gone());
    }

    private void back(Surroundings around) {
        asked = null;
        stalled = false;
        woken = false;
        wokenUpTo = null;
        pushed = null;
        backlog.tellAgain();
        if (bound) {
            around.listener().online(username, binding);
        }
    }

    /** Soon while an acknowledgement is awaited, since its time is of interest; later while it is late, or stanzas are held back. */
    private long next(Instant now) {
        if (backlog.awaitsJourneys()) {
            return SOON;
        }
        if (detached || !bound || !stream.managed()) {
            return NEVER;
        }
        if (asked != null) {
            return now.toEpochMilli() + (askedAt.plusSeconds(2).isAfter(now) ? 0 : 900);
        }
        return backlog.expects() ? now.toEpochMilli() + 1_900 : NEVER;
    }

    /** Keeps the session where the server has not given that decision away. */
    private long keep(Surroundings around, long next) {
        Hibernation present = hibernation;
        if (present == null || decided || !kept() || around.maxHibernation().isZero() || around.detachTime().isNegative()) {
            return next;
        }
        if (present.touch(around.now(), stream.lastActive(), around.detachTime(), around.maxHibernation())) {
            stream.touch();
        }
        long pause = Math.min(around.detachTime().toMillis() / 4, Duration.ofMinutes(1).toMillis());
        return Math.min(next, around.now().toEpochMilli() + pause);
    }
}
