package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.xmpp.packet.JID;

/**
 * Brings pushes to their services, and hears what the services answer (spec §3 and §4).
 *
 * <p>A push passes, in this order: the administrator's lists, the registration's health, the registration's rate, the service's line.
 * What cannot go out yet waits in {@link HeldPushes} or {@link ServiceLines}, merged into one for each registration.
 *
 * <p>Thread rule: {@link #send} on the user's lane of the {@link Lanes}; for answers see {@link Publisher}. No thread waits for a service.
 */
public final class Courier implements DeviceListener {

    /** How long a service may take (spec §4). */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** When a push whose registration cannot be read now is tried again. */
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(15);

    private final Registrations registrations;
    private final Settings settings;
    private final Lanes lanes;
    private final ServicePolicy services;
    private final HealthKeeper health;
    private final RateLimit rate;
    private final HeldPushes held;
    private final ServiceLines lines;
    private final Publisher publisher;
    private final Presence presence;

    /**
     * @param domain the server's domain, from which pushes come; not null
     * @param registrations the registrations; not null
     * @param settings the settings; not null
     * @param router the server's routing; not null
     * @param journal is told of each publish and its answer; not null
     * @param lanes the worker threads; not null
     * @param scheduler time; not null
     * @param presence has the last look at a push that waited; not null
     * @param devices is told of each push as it goes out, on its user's lane; not null
     */
    public Courier(JID domain, Registrations registrations, Settings settings, StanzaRouter router, Journal journal,
                   Lanes lanes, Scheduler scheduler, Presence presence, DeviceEvents devices) {
        this.registrations = Objects.requireNonNull(registrations);
        this.settings = Objects.requireNonNull(settings);
        this.lanes = Objects.requireNonNull(lanes);
        this.presence = Objects.requireNonNull(presence);
        this.services = new ServicePolicy(settings);
        this.health = new HealthKeeper(registrations, new ErrorPolicy(settings), lanes, scheduler);
        this.rate = new RateLimit(settings, scheduler);
        this.held = new HeldPushes(scheduler, lanes, this::standIn, this::release);
        this.lines = new ServiceLines(scheduler, this::standIn, this::hisTurn);
        this.publisher = new Publisher(domain, router, journal, lanes, scheduler, health, lines, devices);
        registrations.addListener(health);
        registrations.addListener(new Removals(this::drop));
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
        if (held.joins(notification)) {
            publisher.decided(notification, Outcome.MERGED);
        } else {
            throughRate(notification, registration);
        }
    }

    private void throughRate(Notification notification, Registration registration) {
        Duration wait = rate.take(notification);
        if (wait.isZero()) {
            throughLine(notification, registration);
        } else {
            publisher.decided(notification, held.hold(notification, wait) ? Outcome.RATE_LIMITED : Outcome.LOST);
        }
    }

    private void throughLine(Notification notification, Registration registration) {
        ServiceLines.Place place = lines.ask(notification);
        switch (place) {
            case GO -> publisher.publish(notification, registration, false, null);
            case PROBE -> publisher.publish(notification, registration, true, null);
            default -> publisher.waits(notification, place);
        }
    }

    /** The registration, if it may be published to as far as lists, database and health say. */
    private Registration find(Notification notification) {
        if (!services.allows(notification.key().service())) {
            publisher.decided(notification, Outcome.SERVICE_DENIED);
            return null;
        }
        Registration registration;
        try {
            registration = registrations.get(notification.key());
        } catch (StoreException e) {
            publisher.decided(notification, held.hold(notification, DATABASE_RETRY) ? Outcome.DATABASE_DOWN : Outcome.LOST);
            return null;
        }
        if (registration == null) {
            publisher.decided(notification, Outcome.UNREGISTERED);
            return null;
        }
        Health now = health.of(registration);
        if (now.disabled() && !health.worthTrying(notification.key(), now)) {
            publisher.decided(notification, Outcome.DISABLED);
            return null;
        }
        return registration;
    }

    /** A push that was over its registration's rate has its minute. */
    private void release(Notification notification) {
        Registration registration = findAway(notification);
        if (registration != null) {
            throughRate(notification, registration);
        }
    }

    /** As {@link #find}, but not for a device that is in use again. */
    private Registration findAway(Notification notification) {
        if (notification.trigger().ofOneSession() && presence.inUse(notification.key())) {
            publisher.decided(notification, Outcome.DEVICE_ONLINE);
            return null;
        }
        return find(notification);
    }

    /** A push that waited for its service goes out; on the scheduler's thread. */
    private void hisTurn(ServiceLine.Turn turn) {
        Notification notification = turn.notification();
        if (!lanes.execute(notification.key().username(), () -> goOut(turn))) {
            lines.notSent(notification.key().service(), turn.probe());
            lines.again(notification);
        }
    }

    private void goOut(ServiceLine.Turn turn) {
        Notification notification = turn.notification();
        Registration registration = findAway(notification);
        if (registration == null) {
            lines.notSent(notification.key().service(), turn.probe());
        } else {
            publisher.publish(notification, registration, turn.probe(), null);
        }
    }

    /**
     * Sends a push for an administrator or a user who wants to know whether it works. It goes out whatever the registration's health and
     * rate, and the service's; its answer counts as any other, so that one that works revives a registration that errors disabled.
     *
     * @param key to which registration; not null
     * @return what became of it, at the latest {@link #TIMEOUT} from now; never null, never fails
     */
    public CompletableFuture<TestResult> test(RegistrationKey key) {
        Summary summary = new Summary(1, null, null, standIn());
        Notification notification = new Notification(key, Trigger.PING, summary, true, false, List.of(), null);
        CompletableFuture<TestResult> result = new CompletableFuture<>();
        if (!lanes.execute(key.username(), () -> test(notification, result))) {
            publisher.decided(notification, Outcome.OVERLOADED);
            result.complete(new TestResult(Outcome.OVERLOADED, null));
        }
        return result;
    }

    private void test(Notification notification, CompletableFuture<TestResult> result) {
        if (!services.allows(notification.key().service())) {
            publisher.decided(notification, Outcome.SERVICE_DENIED);
            result.complete(new TestResult(Outcome.SERVICE_DENIED, null));
            return;
        }
        try {
            Registration registration = registrations.get(notification.key());
            if (registration == null) {
                publisher.decided(notification, Outcome.UNREGISTERED);
                result.complete(new TestResult(Outcome.UNREGISTERED, null));
            } else {
                publisher.publish(notification, registration, false, result);
            }
        } catch (StoreException e) {
            publisher.decided(notification, Outcome.DATABASE_DOWN);
            result.complete(new TestResult(Outcome.DATABASE_DOWN, null));
        }
    }

    @Override
    public void returned(RegistrationKey key, Where where) {
        drop(key);
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
}
