package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Hands a push to the server's routing, and draws the conclusions from its answer (spec §4).
 *
 * <p>Thread rule: {@link #publish} on the user's lane. Answers come on any thread, often one that routes stanzas: there, counters change
 * and the journal is told; all else happens on the lane, one answer after the other. For nearly all answers there is nothing else, and
 * waking a lane for that would cost more than all the rest.
 */
final class Publisher {

    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Publish publish;
    private final StanzaRouter router;
    private final Journal journal;
    private final Lanes lanes;
    private final Scheduler scheduler;
    private final HealthKeeper health;
    private final ServiceLines lines;
    private final DeviceEvents devices;
    /** How many answers are on their way through the lanes. */
    private final AtomicInteger concluding = new AtomicInteger();
    private final PushIds ids = new PushIds();

    Publisher(JID domain, StanzaRouter router, Journal journal, Lanes lanes, Scheduler scheduler, HealthKeeper health,
              ServiceLines lines, DeviceEvents devices) {
        this.publish = new Publish(domain);
        this.router = Objects.requireNonNull(router);
        this.journal = Objects.requireNonNull(journal);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.health = Objects.requireNonNull(health);
        this.lines = Objects.requireNonNull(lines);
        this.devices = Objects.requireNonNull(devices);
    }

    /**
     * @param notification what; not null
     * @param registration to which registration; not null
     * @param probe whether it is to find out whether the service is back
     * @param test who waits for the answer to a test push, which no line has counted; null where it is none
     */
    void publish(Notification notification, Registration registration, boolean probe, CompletableFuture<TestResult> test) {
        String id = ids.next();
        Health now = health.of(registration);
        if (now.disabled()) {
            health.beginTrial(notification.key());
        }
        IQ iq = publish.write(id, notification, registration.options());
        decided(notification, Outcome.PUSHED, id, probe ? "probe" : null);
        Flight flight = new Flight(notification, id, scheduler.nanos(), now, probe, test);
        AtomicBoolean open = new AtomicBoolean(true);
        router.request(iq, Courier.TIMEOUT, reply -> {
            if (open.compareAndSet(true, false)) {
                answered(flight, reply);
            }
        });
        if (test == null) {
            devices.pushed(notification.key(), notification.important(), Where.HERE);
        }
    }

    private void answered(Flight flight, Reply reply) {
        RegistrationKey key = flight.notification().key();
        Answer answer = new Answer(scheduler.clock().instant(), flight.id(), key, reply.condition(),
            Duration.ofNanos(scheduler.nanos() - flight.start()));
        if (flight.test() == null) {
            lines.answered(key.service(), reply, flight.probe());
        }
        journal.answered(answer);
        if (flight.test() == null && concluding.get() == 0 && health.unchanged(key, reply)) {
            // What another answer to the same registration changes is not overtaken.
            return;
        }
        concluding.incrementAndGet();
        conclude(flight, reply, answer);
    }

    private void conclude(Flight flight, Reply reply, Answer answer) {
        RegistrationKey key = flight.notification().key();
        if (!lanes.execute(key.username(), () -> concludeInLane(flight, reply, answer))) {
            // Full. As many can wait here as pushes were unanswered, and each is tried once a second.
            scheduler.after(BUSY, () -> conclude(flight, reply, answer));
        }
    }

    private void concludeInLane(Flight flight, Reply reply, Answer answer) {
        try {
            draw(flight, reply, answer);
        } finally {
            concluding.decrementAndGet();
        }
    }

    private void draw(Flight flight, Reply reply, Answer answer) {
        RegistrationKey key = flight.notification().key();
        health.answered(key, flight.health(), reply);
        if (flight.test() != null) {
            flight.test().complete(new TestResult(Outcome.PUSHED, answer));
            return;
        }
        if (reply.kind() == Reply.Kind.TRANSIENT) {
            health.endTrial(key);
            if (reply.undelivered()) {
                waits(flight.notification(), lines.again(flight.notification()));
            }
        }
    }

    /** Tells the journal of a push that did not go out now. */
    void waits(Notification notification, ServiceLines.Place place) {
        decided(notification, switch (place) {
            case MERGED -> Outcome.MERGED;
            case LOST -> Outcome.LOST;
            default -> Outcome.SERVICE_DOWN;
        });
    }

    /** Tells the journal. */
    void decided(Notification notification, Outcome outcome) {
        decided(notification, outcome, null, null);
    }

    private void decided(Notification notification, Outcome outcome, String id, String detail) {
        journal.decided(new Decision(scheduler.clock().instant(), notification.key().username(), notification.key(),
            notification.trigger(), outcome, id, notification.sender(), detail));
    }
}
