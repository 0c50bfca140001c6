package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.UserExecutor;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Brings pushes to their services, and hears what the services answer (spec §3 and §4).
 *
 * <p>A push passes, in this order: the administrator's lists, the registration's health, the registration's rate, the service's line.
 * What cannot go out yet waits in {@link HeldPushes} or {@link ServiceLines}, merged into one for each registration.
 *
 * <p>Thread rule: {@link #send} on the user's lane of the {@link UserExecutor}; answers come on any thread, and all they set in motion
 * beyond a few counters happens on that lane too. No thread waits for a service.
 */
public final class Courier {

    /** How long a service may take (spec §4). */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final Registrations registrations;
    private final Settings settings;
    private final StanzaRouter router;
    private final Journal journal;
    private final Scheduler scheduler;
    private final UserExecutor executor;
    private final Publish publish;
    private final ServicePolicy services;
    private final HealthKeeper health;
    private final RateLimit rate;
    private final HeldPushes held;
    private final ServiceLines lines;
    private final List<DeliveryListener> listeners = new CopyOnWriteArrayList<>();
    private final SecureRandom random = new SecureRandom();

    /**
     * @param domain the server's domain, from which pushes come; not null
     * @param registrations the registrations; not null
     * @param settings the settings; not null
     * @param router the server's routing; not null
     * @param journal is told of each publish and its answer; not null
     * @param executor the worker threads; not null
     * @param scheduler time; not null
     */
    public Courier(JID domain, Registrations registrations, Settings settings, StanzaRouter router, Journal journal,
                   UserExecutor executor, Scheduler scheduler) {
        this.registrations = Objects.requireNonNull(registrations);
        this.settings = Objects.requireNonNull(settings);
        this.router = Objects.requireNonNull(router);
        this.journal = Objects.requireNonNull(journal);
        this.executor = Objects.requireNonNull(executor);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.publish = new Publish(domain);
        this.services = new ServicePolicy(settings);
        this.health = new HealthKeeper(registrations, new ErrorPolicy(settings), executor, scheduler);
        this.rate = new RateLimit(settings, scheduler);
        this.held = new HeldPushes(scheduler, executor, this::standIn, this::release);
        this.lines = new ServiceLines(scheduler, this::standIn, this::hisTurn);
        registrations.addListener(health);
        registrations.addListener(new Removals(this::drop));
    }

    /** @param listener to be told of pushes and answers; not null */
    public void addListener(DeliveryListener listener) {
        listeners.add(Objects.requireNonNull(listener));
    }

    /** @param pushed to be told of each push as it goes out, on its user's lane; not null */
    public void onPushed(Consumer<Notification> pushed) {
        addListener(new DeliveryListener() {
            @Override
            public void pushed(Notification notification) {
                pushed.accept(notification);
            }
        });
    }

    /**
     * Publishes, now or when it may. Whether, the journal is told.
     *
     * @param notification what to publish; not null
     */
    public void send(Notification notification) {
        Registration registration = find(notification);
        if (registration == null) {
            return;
        }
        Health now = health.of(registration);
        if (now.disabled() && !health.worthTrying(notification.key(), now)) {
            decided(notification, Outcome.DISABLED, null);
        } else if (held.joins(notification)) {
            decided(notification, Outcome.MERGED, null);
        } else {
            throughRate(notification, registration);
        }
    }

    private void throughRate(Notification notification, Registration registration) {
        Duration wait = rate.take(notification);
        if (wait.isZero()) {
            throughLine(notification, registration);
        } else {
            decided(notification, Outcome.RATE_LIMITED, held.hold(notification, wait) ? null : "not kept");
        }
    }

    private void throughLine(Notification notification, Registration registration) {
        switch (lines.ask(notification)) {
            case GO -> publish(notification, registration, false, null);
            case PROBE -> publish(notification, registration, true, null);
            case WAITS -> decided(notification, Outcome.SERVICE_DOWN, null);
            case MERGED -> decided(notification, Outcome.MERGED, null);
            default -> decided(notification, Outcome.SERVICE_DOWN, "not kept");
        }
    }

    /** The registration, if it may be published to as far as lists and the database know. */
    private Registration find(Notification notification) {
        if (!services.allows(notification.key().service())) {
            decided(notification, Outcome.SERVICE_DENIED, null);
            return null;
        }
        try {
            Registration registration = registrations.get(notification.key());
            if (registration == null) {
                decided(notification, Outcome.UNREGISTERED, null);
            }
            return registration;
        } catch (StoreException e) {
            decided(notification, Outcome.DATABASE_DOWN, null);
            return null;
        }
    }

    /** A push that was over its registration's rate has its minute. */
    private void release(Notification notification) {
        Registration registration = find(notification);
        if (registration != null) {
            throughRate(notification, registration);
        }
    }

    /** A push that waited for its service goes out; on the scheduler's thread. */
    private void hisTurn(ServiceLine.Turn turn) {
        Notification notification = turn.notification();
        if (!executor.execute(notification.key().username(), () -> goOut(turn))) {
            lines.notSent(notification.key().service(), turn.probe());
            lines.again(notification);
        }
    }

    private void goOut(ServiceLine.Turn turn) {
        Notification notification = turn.notification();
        Registration registration = find(notification);
        if (registration == null) {
            lines.notSent(notification.key().service(), turn.probe());
            return;
        }
        Health now = health.of(registration);
        if (now.disabled() && !health.worthTrying(notification.key(), now)) {
            lines.notSent(notification.key().service(), turn.probe());
            decided(notification, Outcome.DISABLED, null);
        } else {
            publish(notification, registration, turn.probe(), null);
        }
    }

    private void publish(Notification notification, Registration registration, boolean probe, CompletableFuture<TestResult> test) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        Health now = health.of(registration);
        if (now.disabled()) {
            health.beginTrial(notification.key());
        }
        IQ iq = publish.write(id, notification, registration.options());
        decided(notification, Outcome.PUSHED, id, probe ? "probe" : null);
        Flight flight = new Flight(notification, id, scheduler.nanos(), now, probe, test);
        AtomicBoolean open = new AtomicBoolean(true);
        router.request(iq, TIMEOUT, reply -> {
            if (open.compareAndSet(true, false)) {
                answered(flight, reply);
            }
        });
        each(listener -> listener.pushed(notification));
    }

    /** On any thread. */
    private void answered(Flight flight, Reply reply) {
        RegistrationKey key = flight.notification().key();
        Answer answer = new Answer(scheduler.clock().instant(), flight.id(), key, reply.condition(),
            Duration.ofNanos(scheduler.nanos() - flight.start()));
        if (flight.test() == null) {
            lines.answered(key.service(), reply, flight.probe());
        }
        journal.answered(answer);
        conclude(flight, reply, answer);
    }

    private void conclude(Flight flight, Reply reply, Answer answer) {
        RegistrationKey key = flight.notification().key();
        if (!executor.execute(key.username(), () -> concludeInLane(flight, reply, answer))) {
            // Full. As many can wait here as pushes were unanswered, and each is tried once a second.
            scheduler.after(Duration.ofSeconds(1), () -> conclude(flight, reply, answer));
        }
    }

    private void concludeInLane(Flight flight, Reply reply, Answer answer) {
        RegistrationKey key = flight.notification().key();
        health.answered(key, flight.health(), reply);
        if (flight.test() != null) {
            flight.test().complete(new TestResult(Outcome.PUSHED, answer));
        } else if (reply.kind() == Reply.Kind.TRANSIENT) {
            health.endTrial(key);
            if (reply.undelivered()) {
                ServiceLines.Place place = lines.again(flight.notification());
                decided(flight.notification(), Outcome.SERVICE_DOWN, place == ServiceLines.Place.LOST ? "not kept" : null);
            }
        }
        each(listener -> listener.answered(flight.notification(), answer));
    }

    /**
     * Sends a push for an administrator or a user who wants to know whether it works. It goes out whatever the registration's health and
     * rate, and the service's; its answer counts as any other, so that one that works revives a disabled registration.
     *
     * @param key to which registration; not null
     * @return what became of it, at the latest {@link #TIMEOUT} from now; never null, never fails
     */
    public CompletableFuture<TestResult> test(RegistrationKey key) {
        Notification notification = new Notification(key, Trigger.PING, new Summary(1, null, null, standIn()), true, false, List.of(), null);
        CompletableFuture<TestResult> result = new CompletableFuture<>();
        if (!executor.execute(key.username(), () -> test(notification, result))) {
            decided(notification, Outcome.RATE_LIMITED, "the server is busy");
            result.complete(new TestResult(Outcome.RATE_LIMITED, null));
        }
        return result;
    }

    private void test(Notification notification, CompletableFuture<TestResult> result) {
        if (!services.allows(notification.key().service())) {
            decided(notification, Outcome.SERVICE_DENIED, null);
            result.complete(new TestResult(Outcome.SERVICE_DENIED, null));
            return;
        }
        try {
            Registration registration = registrations.get(notification.key());
            if (registration == null) {
                decided(notification, Outcome.UNREGISTERED, null);
                result.complete(new TestResult(Outcome.UNREGISTERED, null));
            } else {
                publish(notification, registration, false, result);
            }
        } catch (StoreException e) {
            decided(notification, Outcome.DATABASE_DOWN, null);
            result.complete(new TestResult(Outcome.DATABASE_DOWN, null));
        }
    }

    /**
     * Forgets what waits for a registration, because its device is online or it is no more. On any thread; quick.
     *
     * @param key which; not null
     */
    public void drop(RegistrationKey key) {
        held.drop(key);
        lines.drop(key);
    }

    /** @return how many pushes are unanswered */
    public int unanswered() {
        return lines.unanswered();
    }

    /** @return how many registrations have a push that waits for its service or its minute */
    public int waiting() {
        return lines.waiting() + held.size();
    }

    /** @return the services that pushes are unanswered by, or wait for, or that do not work; never null */
    public List<ServiceState> services() {
        return lines.states();
    }

    private String standIn() {
        String text = settings.get(Settings.IMPORTANT_BODY);
        return text.isEmpty() ? null : text;
    }

    private void each(Consumer<DeliveryListener> tell) {
        for (DeliveryListener listener : listeners) {
            try {
                tell.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("A listener to pushes failed", e);
            }
        }
    }

    private void decided(Notification notification, Outcome outcome, String detail) {
        decided(notification, outcome, null, detail);
    }

    private void decided(Notification notification, Outcome outcome, String id, String detail) {
        journal.decided(new Decision(scheduler.clock().instant(), notification.key().username(), notification.key(),
            notification.trigger(), outcome, id, notification.sender(), detail));
    }
}
