package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Destination;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Brings pushes to their services (behaviour §3 and §4). Keeps none: whether one may go, it tells those who ask, and gives back what was
 * not
 * delivered.
 *
 * <p>Thread rule: {@link #send} and {@link #against} on the user's lane of the {@link Lanes}, the rest on any thread; for answers see
 * {@link Answers}. No thread waits for a service.
 */
public final class Courier {

    /** How long a service may take (behaviour §4). */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Registrations registrations;
    private final Settings settings;
    private final Transport transport;
    private final Journal journal;
    private final Lanes lanes;
    private final Scheduler scheduler;
    private final ServicePolicy policy;
    private final HealthKeeper health;
    private final Refusals refusals;
    private final Services services;
    private final PushIds ids = new PushIds();
    private final Predicate<String> locked;
    private final DeviceEvents devices;
    private final Answers answers;

    /**
     * @param registrations the registrations
     * @param settings the settings
     * @param transport the way to the services
     * @param journal is told of each publish and its answer
     * @param lanes the worker threads
     * @param scheduler time
     * @param locked tells by the local part whether an account is locked
     * @param devices is told of each push but test pushes as it goes out, on its user's lane
     * @param events tells other nodes what is found out about services, and what they found out
     */
    public Courier(Registrations registrations, Settings settings, Transport transport, Journal journal, Lanes lanes,
                   Scheduler scheduler, Predicate<String> locked, DeviceEvents devices, ServiceEvents events) {
        this.locked = Objects.requireNonNull(locked);
        this.devices = Objects.requireNonNull(devices);
        this.registrations = Objects.requireNonNull(registrations);
        this.settings = Objects.requireNonNull(settings);
        this.transport = Objects.requireNonNull(transport);
        this.journal = Objects.requireNonNull(journal);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.policy = new ServicePolicy(settings);
        this.health = new HealthKeeper(registrations, new ErrorPolicy(settings), lanes, scheduler);
        this.refusals = new Refusals(scheduler);
        this.services = new Services(scheduler, refusals);
        this.answers = new Answers(journal, lanes, scheduler, health, refusals, services,
            new OtherNodes(services, events, scheduler));
        registrations.addListener(health);
        registrations.addListener(new Anew(refusals));
    }

    /** @param next takes what was not delivered from now on */
    public void giveBackTo(NotDelivered next) {
        answers.giveBackTo(next);
    }

    /**
     * @param key a registration
     * @return whether a push to it is handed over without waiting for anybody
     */
    public boolean immediate(RegistrationKey key) {
        Destination destination = key.destination();
        return transport.takes(destination) && transport.immediate(destination);
    }

    /**
     * @param registration a registration
     * @param key the same, as others know it
     * @return why nothing may be pushed to it, as far as lists and health say, or null where it may
     */
    public @Nullable Outcome against(Registration registration, RegistrationKey key) {
        if (!policy.allows(key.destination())) {
            return Outcome.SERVICE_DENIED;
        }
        Health now = health.of(registration, key);
        return now.disabled() && !health.worthTrying(key, now) ? Outcome.DISABLED : null;
    }

    /**
     * Asks to send a push. Where it may go out, {@link #send} or {@link #notSent} must follow.
     *
     * @param key to which registration
     * @param call whether somebody calls
     * @return whether its service takes it now
     */
    public Pass ask(RegistrationKey key, boolean call) {
        return services.ask(key, call);
    }

    /**
     * A registration waits for its service, until {@link #turns} names it or it {@linkplain #leaves leaves}.
     *
     * @param key which
     * @param undelivered whether the server could not deliver its push a moment ago
     * @return false where there are too many services for that
     */
    public boolean waits(RegistrationKey key, boolean undelivered) {
        return services.waits(key, undelivered);
    }

    /** @param key a registration that waits no more */
    public void leaves(RegistrationKey key) {
        services.leaves(key);
    }

    /** @return the registrations whose turn it is; each may go out, so that {@link #send} or {@link #notSent} must follow */
    public List<Turn> turns() {
        return services.turns();
    }

    /**
     * A push that might have gone out did not after all.
     *
     * @param key to which registration
     * @param probe whether it was the probe
     */
    public void notSent(RegistrationKey key, boolean probe) {
        services.notSent(key.destination().service(), probe);
    }

    /**
     * Sends a push that may go out.
     *
     * @param push what
     * @param probe whether it is to find out whether the service is back
     */
    public void send(Push push, boolean probe) {
        publish(push, probe, null);
        devices.pushed(push.key(), push.important(), Where.HERE);
        devices.counted(push.key(), push.cause().uncounted(), push.count(), Where.HERE);
    }

    private void publish(Push push, boolean probe, @Nullable CompletableFuture<TestResult> test) {
        String id = ids.next();
        Health now = health.of(push.registration(), push.key());
        if (now.disabled()) {
            health.beginTrial(push.key());
        }
        decided(push, Outcome.PUSHED, id, probe ? "probe" : null);
        transport.send(id, push, TIMEOUT, new InFlight(answers, push, id, scheduler.nanos(), now, probe, test));
    }

    /**
     * Components at a domain have connected: services there that did not work are tried at once.
     *
     * @param domain which
     */
    public void connected(String domain) {
        answers.connected(domain);
    }

    /**
     * What was known of a registration before a restart.
     *
     * @param key which
     * @param attempts how often in a row it was refused
     */
    public void restore(RegistrationKey key, int attempts) {
        if (attempts > 0) {
            refusals.restore(key, attempts);
        }
    }

    /**
     * Sends a push for an administrator or a user who wants to know whether it works. It goes out whatever the registration's health and
     * rate, and the service's, but not where nothing ever would: to a locked account, or a service that is not allowed. Its answer
     * counts as any other, so that one that works revives a registration that errors disabled, and shows that the service works.
     *
     * @param key to which registration
     * @param who TEST or OWN_TEST
     * @return what became of it, at the latest {@link #TIMEOUT} from now; never fails
     */
    public CompletableFuture<TestResult> test(RegistrationKey key, Trigger who) {
        CompletableFuture<TestResult> result = new CompletableFuture<>();
        if (!lanes.execute(key.username(), () -> test(key, who, result))) {
            refused(key, who, Outcome.OVERLOADED, result);
        }
        return result;
    }

    private void test(RegistrationKey key, Trigger who, CompletableFuture<TestResult> result) {
        if (!policy.allows(key.destination())) {
            refused(key, who, Outcome.SERVICE_DENIED, result);
            return;
        }
        try {
            Registration registration = registrations.get(key);
            if (registration == null) {
                refused(key, who, Outcome.UNREGISTERED, result);
            } else if (locked.test(key.username())) {
                refused(key, who, Outcome.LOCKED, result);
            } else {
                String text = settings.get(Settings.IMPORTANT_BODY);
                publish(new Push(registration, new Cause(who, true), new Summary(1, null, null, text.isEmpty() ? null : text)),
                    false, result);
            }
        } catch (StoreException e) {
            refused(key, who, Outcome.DATABASE_DOWN, result);
        }
    }

    private void refused(RegistrationKey key, Trigger who, Outcome outcome, CompletableFuture<TestResult> result) {
        journal.decided(new Decision(scheduler.clock().instant(), key.username(), key, who, outcome, null, null, null));
        result.complete(new TestResult(outcome, null));
    }

    private void decided(Push push, Outcome outcome, String id, @Nullable String detail) {
        journal.decided(new Decision(scheduler.clock().instant(), push.key().username(), push.key(), push.trigger(), outcome, id,
            push.cause().sender(), detail, push.cause().about()));
    }

    /** @return how many pushes are unanswered */
    public int unanswered() {
        return services.unanswered();
    }

    /**
     * @param service which
     * @return how it is doing, or null where nothing is unanswered or waits, and it did not fail lately
     */
    public @Nullable ServiceState service(PushService service) {
        return services.state(service);
    }

    /**
     * Tries a service that does not work at once, whenever its next try was to be: with a push that waits for it, or else with the next
     * one.
     *
     * @param service which
     * @return whether it did not work
     */
    public boolean tryNow(PushService service) {
        return services.tryNow(service);
    }

    /**
     * @param key a registration
     * @return whether its service named a time before which it is not to be asked for it, whatever it says of others
     */
    public boolean asked(RegistrationKey key) {
        return refusals.asked(key);
    }

    /** @param key a registration that is pushed to before the time at which its service would be asked again */
    public void hurried(RegistrationKey key) {
        refusals.hurried(key);
    }

    /**
     * @param service which
     * @return whether the settings allow it
     */
    public boolean allows(PushService service) {
        return policy.allows(service);
    }

    /** @return the services that pushes are unanswered by, or wait for, or that do not work */
    public List<ServiceState> services() {
        return services.states();
    }
}
