package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The lines of all services. What cannot go out now waits, merged into one push for each registration, until its service answers again
 * or catches up.
 *
 * <p>Rules, which keep memory flat whatever services do:
 * <ul>
 * <li>{@link ServiceLine#MAX_UNANSWERED} unanswered pushes to one service, {@link #MAX_UNANSWERED} to all;</li>
 * <li>{@link #MAX_WAITING} pushes wait over all services, the first {@link #MAX_WITH_CONTENT} of them with their content as long as there
 * is only one for a registration, the others without; beyond that a push is not kept, and the device learns of its messages later;</li>
 * <li>{@link #MAX_LINES} services with pushes unanswered, waiting or failed at a time; beyond that a push goes out without a breaker;</li>
 * <li>who waits is served every {@link #TICK}: in order, a service that was away at 100 a second, one that is slow as it answers.</li>
 * </ul>
 *
 * <p>Thread-safe: a line is only touched inside of a {@code compute} of the map, and nothing is called from in there.
 */
final class ServiceLines {

    static final int MAX_UNANSWERED = 10_000;
    static final int MAX_WAITING = 100_000;
    static final int MAX_WITH_CONTENT = 5_000;
    static final int MAX_LINES = 10_000;
    static final Duration TICK = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(ServiceLines.class);
    private static final Duration CLEANING = Duration.ofMinutes(10);

    private final Scheduler scheduler;
    private final Supplier<String> standIn;
    private final Consumer<ServiceLine.Turn> served;
    private final Map<JID, ServiceLine> lines = new ConcurrentHashMap<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean ticking = new AtomicBoolean();

    /**
     * @param scheduler time; not null
     * @param standIn gives the text that stands in for a body in merged pushes, or null; not null
     * @param served takes a push whose turn has come; must be quick; not null
     */
    ServiceLines(Scheduler scheduler, Supplier<String> standIn, Consumer<ServiceLine.Turn> served) {
        this.scheduler = Objects.requireNonNull(scheduler);
        this.standIn = Objects.requireNonNull(standIn);
        this.served = Objects.requireNonNull(served);
        scheduler.every(CLEANING, this::clean);
    }

    /** What became of a push that asked to go out. */
    enum Place {
        /** It goes out now. */
        GO,
        /** It goes out now, to find out whether the service is back. */
        PROBE,
        /** It waits. */
        WAITS,
        /** It waits, as one with another to the same registration. */
        MERGED,
        /** It does not even wait: too many do. */
        LOST
    }

    /**
     * Asks to send a push. Where the answer is GO or PROBE, {@link #answered} or {@link #notSent} must follow.
     *
     * @param notification which; not null
     * @return what becomes of it; never null
     */
    Place ask(Notification notification) {
        JID service = notification.key().service();
        if (lines.size() >= MAX_LINES && !lines.containsKey(service)) {
            unanswered.incrementAndGet();
            return Place.GO;
        }
        Place[] place = new Place[1];
        lines.compute(service, (jid, present) -> {
            ServiceLine line = present == null ? new ServiceLine() : present;
            place[0] = switch (line.ask(notification, scheduler.nanos(), unanswered.get() < MAX_UNANSWERED)) {
                case GO -> Place.GO;
                case PROBE -> Place.PROBE;
                case WAIT -> park(line, notification);
            };
            return line;
        });
        if (place[0] == Place.GO || place[0] == Place.PROBE) {
            unanswered.incrementAndGet();
        } else {
            startTicking();
        }
        return place[0];
    }

    /**
     * Has a push wait that was sent, but surely did not arrive.
     *
     * @param notification which; not null
     * @return what becomes of it; never null
     */
    Place again(Notification notification) {
        Place[] place = new Place[1];
        lines.compute(notification.key().service(), (jid, present) -> {
            ServiceLine line = present == null ? new ServiceLine() : present;
            place[0] = park(line, notification);
            return line;
        });
        startTicking();
        return place[0];
    }

    private Place park(ServiceLine line, Notification notification) {
        Notification before = line.waiting(notification.key());
        if (before == null && waiting.get() >= MAX_WAITING) {
            return Place.LOST;
        }
        if (before != null) {
            line.park(Merging.merged(before, notification, standIn.get()), scheduler.nanos());
            return Place.MERGED;
        }
        line.park(waiting.incrementAndGet() <= MAX_WITH_CONTENT ? notification : Merging.contentless(notification, standIn.get()),
            scheduler.nanos());
        return Place.WAITS;
    }

    /**
     * A push was answered, or none came in time.
     *
     * @param service which; not null
     * @param reply the answer; not null
     * @param probe whether the push was the probe
     */
    void answered(JID service, Reply reply, boolean probe) {
        unanswered.decrementAndGet();
        boolean[] opened = new boolean[1];
        Duration[] openFor = new Duration[1];
        lines.computeIfPresent(service, (jid, line) -> {
            opened[0] = line.answered(reply, probe, scheduler.nanos());
            openFor[0] = line.openFor();
            return line.idle(scheduler.nanos()) ? null : line;
        });
        if (opened[0]) {
            LOG.info("The push service {} does not work ({}): nothing is published to it for {} s", new Object[] {service,
                reply.condition(), openFor[0].toSeconds()});
        } else if (probe && reply.kind() != Reply.Kind.TRANSIENT) {
            LOG.info("The push service {} works again", service);
        }
    }

    /** A push that might have gone out did not after all. */
    void notSent(JID service, boolean probe) {
        unanswered.decrementAndGet();
        lines.computeIfPresent(service, (jid, line) -> {
            line.notSent(probe);
            return line.idle(scheduler.nanos()) ? null : line;
        });
    }

    /** Forgets what waits for a registration. */
    void drop(RegistrationKey key) {
        lines.computeIfPresent(key.service(), (jid, line) -> {
            if (line.drop(key)) {
                waiting.decrementAndGet();
            }
            return line.idle(scheduler.nanos()) ? null : line;
        });
    }

    /** @return how many pushes are unanswered, over all services */
    int unanswered() {
        return unanswered.get();
    }

    /** @return how many pushes wait, over all services */
    int waiting() {
        return waiting.get();
    }

    /** @return the services that are not as they should be, or are busy; never null */
    List<ServiceState> states() {
        List<ServiceState> states = new ArrayList<>();
        lines.keySet().forEach(service -> lines.computeIfPresent(service, (jid, line) -> {
            states.add(new ServiceState(jid, line.unanswered(), line.waiting(), line.openFor()));
            return line;
        }));
        return states;
    }

    private void startTicking() {
        if (ticking.compareAndSet(false, true)) {
            scheduler.after(TICK, this::tick);
        }
    }

    private void tick() {
        ticking.set(false);
        for (JID service : lines.keySet()) {
            List<ServiceLine.Turn> turns = new ArrayList<>();
            lines.computeIfPresent(service, (jid, line) -> {
                turns.addAll(line.turns(scheduler.nanos(), MAX_UNANSWERED - unanswered.get()));
                return line;
            });
            unanswered.addAndGet(turns.size());
            waiting.addAndGet(-turns.size());
            turns.forEach(served);
        }
        if (waiting.get() > 0) {
            startTicking();
        }
    }

    private void clean() {
        for (JID service : lines.keySet()) {
            lines.computeIfPresent(service, (jid, line) -> {
                waiting.addAndGet(-line.expire(scheduler.nanos()));
                return line.idle(scheduler.nanos()) ? null : line;
            });
        }
    }
}
