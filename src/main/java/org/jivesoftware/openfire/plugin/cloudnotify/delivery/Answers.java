package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from answers (behaviour §4).
 *
 * <p>Thread rule: answers come on any thread, often one that routes stanzas. There, counters change and the journal is told; all else
 * happens on the lane, one answer after the other. For nearly all answers there is nothing else, and waking a lane for that would cost more
 * than all the rest.
 */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Journal journal;
    private final Lanes lanes;
    private final Scheduler scheduler;
    private final HealthKeeper health;
    private final Refusals refusals;
    private final Services services;
    private final OtherNodes others;
    /** How many answers are on their way through the lanes. */
    private final AtomicInteger concluding = new AtomicInteger();
    private volatile NotDelivered sender = new Nobody();

    Answers(Journal journal, Lanes lanes, Scheduler scheduler, HealthKeeper health, Refusals refusals, Services services,
            OtherNodes others) {
        this.journal = Objects.requireNonNull(journal);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.health = Objects.requireNonNull(health);
        this.refusals = Objects.requireNonNull(refusals);
        this.services = Objects.requireNonNull(services);
        this.others = Objects.requireNonNull(others);
    }

    void giveBackTo(NotDelivered next) {
        sender = Objects.requireNonNull(next);
    }

    /** Components at a domain have connected. */
    void connected(String domain) {
        List<PushService> back = services.connected(domain);
        back.forEach(sender::works);
        others.connected(domain, back);
    }

    /** The first answer to a push, or none came in time. */
    void answered(InFlight flight, Reply reply) {
        RegistrationKey key = flight.push.key();
        Answer answer = new Answer(scheduler.clock().instant(), flight.id, key, reply.condition(),
            Duration.ofNanos(scheduler.nanos() - flight.start));
        Refusals.Refused refused = null;
        boolean before = false;
        if (reply.kind() == Reply.Kind.REFUSED) {
            before = refusals.contains(key);
            refused = refusals.add(key, reply);
        } else if (reply.kind() == Reply.Kind.DEFERRED) {
            refused = refusals.deferred(key);
        } else if (reply.kind() != Reply.Kind.TRANSIENT) {
            refusals.end(key);
        }
        Services.Consequence consequence = services.answered(flight, reply, before);
        journal.answered(answer);
        if (consequence.change() == Change.CLOSED) {
            sender.works(key.destination().service());
        }
        others.answered(key.destination().service(), consequence.change(), reply);
        if (flight.test == null && concluding.get() == 0 && health.unchanged(key, reply)) {
            // What another answer to the same registration changes is not overtaken.
            return;
        }
        Reply meant = consequence.sick() && reply.kind() == Reply.Kind.COUNTED ? reply.ofService() : reply;
        for (MassErrors.Counted counted : consequence.forgiven()) {
            onLane(counted.push().key(), () -> forgive(counted, counted.push().key().equals(key)));
        }
        Refusals.Refused present = refused;
        onLane(key, () -> applyAnswer(flight, meant, answer, present));
    }

    private void onLane(RegistrationKey key, Runnable work) {
        concluding.incrementAndGet();
        untilTaken(key, () -> {
            try {
                work.run();
            } finally {
                concluding.decrementAndGet();
            }
        });
    }

    /** As many can wait here for a full lane as pushes were unanswered, and each is tried once a second. */
    private void untilTaken(RegistrationKey key, Runnable work) {
        if (!lanes.execute(key.username(), work)) {
            scheduler.after(BUSY, () -> untilTaken(key, work));
        }
    }

    private void applyAnswer(InFlight flight, Reply reply, Answer answer, Refusals.@Nullable Refused refused) {
        Push push = flight.push;
        health.answered(push.key(), flight.health, reply);
        if (refused != null && hopeless(push.key(), refused)) {
            health.disable(push.key(), flight.health, reply);
        }
        if (flight.test != null) {
            flight.test.complete(new TestResult(Outcome.PUSHED, answer));
            return;
        }
        switch (reply.kind()) {
            case TRANSIENT -> {
                health.endTrial(push.key());
                if (reply.undelivered()) {
                    sender.notDelivered(push, flight.start, Duration.ZERO, 0);
                }
            }
            case REFUSED, DEFERRED -> {
                health.endTrial(push.key());
                sender.notDelivered(push, flight.start, refused == null ? Duration.ZERO : Refusals.pause(refused, reply),
                    refused == null ? 0 : refused.times());
            }
            default -> { }
        }
    }

    private boolean hopeless(RegistrationKey key, Refusals.Refused refused) {
        return scheduler.nanos() - refused.since() >= Refusals.HOPELESS.toNanos()
            && services.succeededSince(key.destination().service(), refused.since());
    }

    /** Errors that were the service's are taken back, and what they met goes out when it works. */
    private void forgive(MassErrors.Counted counted, boolean last) {
        // The last one is not counted yet.
        health.forgive(counted.push().key(), counted.errors() - (last ? 1 : 0));
        if (!last) {
            sender.notDelivered(counted.push(), counted.sent(), Duration.ZERO, 0);
        }
    }

    /** Where nobody keeps what was not delivered. */
    private record Nobody() implements NotDelivered {

        @Override
        public void notDelivered(Push push, long sent, Duration later, int attempts) {
            LOG.debug("A push to user {} at {} was not delivered, and is not kept", push.key().username(),
                push.key().destination().service());
        }

        @Override
        public void works(PushService service) {
            // Nothing waits.
        }
    }
}
