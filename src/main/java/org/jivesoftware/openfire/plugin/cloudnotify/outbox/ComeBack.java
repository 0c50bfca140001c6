package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.NotDelivered;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * Pushes that come back into the outbox, since they were not delivered: they wait for their service, or for the time when it is asked
 * again. Bounded, as pushes that are on their way are. Thread-safe.
 */
final class ComeBack implements NotDelivered {

    private static final long MOST = 50_000;

    private final Scheduler scheduler;
    private final Courier courier;
    private final Shelf shelf;
    private final Departure departure;
    private final Runnable schedule;
    /** When devices came into use lately: what was on its way then is not wanted any more. */
    private final Cache<RegistrationKey, Long> returned;

    /** @param schedule is run when something began to wait */
    ComeBack(Scheduler scheduler, Courier courier, Shelf shelf, Departure departure, Runnable schedule) {
        this.scheduler = Objects.requireNonNull(scheduler);
        this.courier = Objects.requireNonNull(courier);
        this.shelf = Objects.requireNonNull(shelf);
        this.departure = Objects.requireNonNull(departure);
        this.schedule = Objects.requireNonNull(schedule);
        this.returned = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Courier.TIMEOUT.multipliedBy(2)).ticker(scheduler::nanos)
            .executor(scheduler.upkeep()).build();
    }

    /** A device is in use. */
    void returned(RegistrationKey key) {
        returned.put(key, scheduler.nanos());
    }

    @Override
    public void notDelivered(Push push, long sent, Duration later, int attempts) {
        RegistrationKey key = push.key();
        Cause cause = push.cause().counted();
        Long since = returned.getIfPresent(key);
        if (since != null && since - sent >= 0) {
            departure.dropped(key, cause, Outcome.DEVICE_ONLINE);
            return;
        }
        boolean retry = !later.isZero();
        WaitsFor before = shelf.waitsFor(key);
        if (!retry && before == null && !courier.waits(key, true)) {
            departure.dropped(key, cause, Outcome.LOST);
            return;
        }
        shelf.putAgain(key, cause, sent, retry ? WaitsFor.RETRY : WaitsFor.SERVICE, retry ? later : null, attempts);
        if (retry && (before == WaitsFor.MERGE || before == WaitsFor.RATE || before == WaitsFor.GRACE)) {
            shelf.change(key, WaitsFor.RETRY, later, attempts);
        }
        departure.decided(key, cause, Departure.outcome(retry ? WaitsFor.RETRY : WaitsFor.SERVICE));
        schedule.run();
    }

    /** {@inheritDoc} What waits for it goes out, but what it asked to wait for a time. */
    @Override
    public void works(PushService service) {
        moved(service, courier::asked);
    }

    /** Somebody does not want to wait: a service is asked now, and should it not deliver, no later than it would have been after that. */
    boolean sendNow(PushService service) {
        List<RegistrationKey> moved = moved(service, key -> false);
        moved.forEach(courier::hurried);
        return !moved.isEmpty();
    }

    private List<RegistrationKey> moved(PushService service, Predicate<RegistrationKey> stays) {
        List<RegistrationKey> moved = shelf.waitingFor(WaitsFor.RETRY).stream()
            .filter(key -> key.destination().service().equals(service) && !stays.test(key) && courier.waits(key, false)).toList();
        moved.forEach(key -> shelf.change(key, WaitsFor.SERVICE, null, 0));
        schedule.run();
        return moved;
    }
}
