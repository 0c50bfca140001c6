package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which services take pushes now, and in which order those that wait for one go (behaviour §4). What waits is not here but with whoever
 * asks.
 *
 * <p>Rules, which keep memory flat whatever services do, and leave each its part:
 * <ul>
 * <li>{@link #MAX_UNANSWERED} unanswered pushes to all services, beyond which each has no more than {@link Allowance#OWN_SHARE}; to one
 * at most {@link Allowance#MAX_UNANSWERED}; until it has answered once at most {@link Allowance#UNKNOWN_SHARE}, and with all others
 * that have not {@link Allowance#MAX_OF_STRANGERS};</li>
 * <li>{@link #MAX_LINES} services at a time; the others wait until one of them is no longer used.</li>
 * </ul>
 *
 * <p>Thread-safe: a line is only touched by who holds its monitor, and nothing is called from in there.
 */
final class Services {

    static final int MAX_UNANSWERED = 10_000;
    static final int MAX_LINES = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);
    private static final Duration CLEANING = Duration.ofMinutes(10);

    private final Scheduler scheduler;
    private final Refusals refusals;
    private final Map<PushService, ServiceLine> lines = new ConcurrentHashMap<>();
    /** The lines that registrations wait in. */
    private final Set<ServiceLine> queues = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unanswered = new AtomicInteger();
    /** Those by services that have not answered yet. */
    private final AtomicInteger strangers = new AtomicInteger();

    /**
     * @param scheduler time
     * @param refusals tells which registrations were refused last
     */
    Services(Scheduler scheduler, Refusals refusals) {
        this.scheduler = Objects.requireNonNull(scheduler);
        this.refusals = Objects.requireNonNull(refusals);
        scheduler.every(CLEANING, () -> clean(false));
    }

    /**
     * Asks to send a push. Where the answer is GO or PROBE, {@link #answered} or {@link #notSent} must follow.
     *
     * @param key to which registration
     * @param call whether somebody calls
     * @return whether it may go out
     */
    Pass ask(RegistrationKey key, boolean call) {
        int room = MAX_UNANSWERED - unanswered.get();
        while (true) {
            ServiceLine line = line(key.destination().service());
            if (line == null) {
                return Pass.WAIT;
            }
            synchronized (line) {
                if (!line.gone()) {
                    Pass pass = line.ask(key, call, scheduler.nanos(), room);
                    if (pass != Pass.WAIT) {
                        unanswered.incrementAndGet();
                    }
                    return pass;
                }
            }
        }
    }

    private @Nullable ServiceLine line(PushService service) {
        ServiceLine present = lines.get(service);
        if (present != null) {
            return present;
        }
        if (lines.size() >= MAX_LINES) {
            clean(true);
            if (lines.size() >= MAX_LINES) {
                return null;
            }
        }
        return lines.computeIfAbsent(service, missing -> new ServiceLine(missing, scheduler.nanos(), strangers));
    }

    /** Does something with the line of a service while nobody else does; gives null where there is none. */
    private <T> @Nullable T with(PushService service, Function<ServiceLine, T> work) {
        while (true) {
            ServiceLine line = lines.get(service);
            if (line == null) {
                return null;
            }
            synchronized (line) {
                if (!line.gone()) {
                    return work.apply(line);
                }
            }
        }
    }

    /**
     * A registration waits for its service, at the end of the order.
     *
     * @param key which
     * @param undelivered whether the server could not deliver its push, so that the service is given a moment
     * @return false where there are too many services for that
     */
    boolean waits(RegistrationKey key, boolean undelivered) {
        return line(key.destination().service()) != null && Boolean.TRUE.equals(with(key.destination().service(), line -> {
            line.waits(key, undelivered, scheduler.nanos());
            queues.add(line);
            return true;
        }));
    }

    /** A registration waits no more. */
    void leaves(RegistrationKey key) {
        with(key.destination().service(), line -> {
            line.leaves(key);
            return line;
        });
    }

    /** @return who goes out now, each of which counts as unanswered: {@link #answered} or {@link #notSent} must follow */
    List<Turn> turns() {
        List<Turn> all = new ArrayList<>();
        for (ServiceLine line : queues) {
            synchronized (line) {
                List<Turn> turns = line.turns(scheduler.nanos(), MAX_UNANSWERED - unanswered.get(), refusals::contains);
                unanswered.addAndGet(turns.size());
                all.addAll(turns);
                if (line.waiting() == 0) {
                    queues.remove(line);
                }
            }
        }
        return all;
    }

    /** What follows from an answer: what changed at the service, and what its devices were charged with that was its own fault. */
    record Consequence(Change change, boolean sick, List<MassErrors.Counted> forgiven) {

        private static final Consequence NONE = new Consequence(Change.NONE, false, List.of());
    }

    /**
     * A push was answered, or none came in time.
     *
     * @param flight which; a test push, which never asked, counts where it shows that the service works
     * @param reply the answer
     * @param refusedBefore whether the registration had been refused before
     * @return what follows
     */
    Consequence answered(InFlight flight, Reply reply, boolean refusedBefore) {
        if (flight.test == null) {
            unanswered.decrementAndGet();
        }
        ServiceLine line = lines.get(flight.push.key().destination().service());
        if (line == null) {
            return Consequence.NONE;
        }
        Change change;
        boolean sick;
        List<MassErrors.Counted> forgiven = List.of();
        Duration openFor;
        synchronized (line) {
            change = line.answered(flight, reply, refusedBefore, scheduler.nanos());
            sick = line.sick();
            openFor = line.openFor();
            if (change == Change.SICK) {
                forgiven = line.forgive();
            }
        }
        tell(line.service, change, reply, openFor);
        return change == Change.NONE && !sick ? Consequence.NONE : new Consequence(change, sick, forgiven);
    }

    private static void tell(PushService service, Change change, Reply reply, Duration openFor) {
        switch (change) {
            case OPENED, SICK -> LOG.info("The push service {} does not work ({}): nothing is published to it for {} s",
                new Object[] {service, reply.condition(), openFor.toSeconds()});
            case CLOSED -> LOG.info("The push service {} works again", service);
            default -> { }
        }
    }

    /** A push that might have gone out did not after all. */
    void notSent(PushService service, boolean probe) {
        unanswered.decrementAndGet();
        with(service, line -> {
            line.notSent(probe);
            return line;
        });
    }

    /**
     * Services at a domain have come back.
     *
     * @param domain which
     * @return those that did not work
     */
    List<PushService> connected(String domain) {
        List<PushService> back = new ArrayList<>();
        for (ServiceLine line : lines.values()) {
            if (line.service.domain().equals(domain)) {
                synchronized (line) {
                    if (line.back()) {
                        back.add(line.service);
                    }
                }
            }
        }
        back.forEach(service -> LOG.info("The push service {} has connected again", service));
        return back;
    }

    /** @return whether a service lately gave a result to another registration than one that it has refused since a time in nanoseconds */
    boolean succeededSince(PushService service, long since) {
        return Boolean.TRUE.equals(with(service, line -> line.succeededSince(since, scheduler.nanos())));
    }

    /** @return how many pushes are unanswered, over all services */
    int unanswered() {
        return unanswered.get();
    }

    /** @return the services that are not as they should be, or are busy */
    List<ServiceState> states() {
        List<ServiceState> states = new ArrayList<>();
        for (ServiceLine line : lines.values()) {
            synchronized (line) {
                if (line.noteworthy(scheduler.nanos())) {
                    states.add(line.state(scheduler.nanos(), scheduler.clock().instant()));
                }
            }
        }
        return states;
    }

    /**
     * @param service which
     * @return how it is doing, or null where it is as it should be, and idle
     */
    @Nullable ServiceState state(PushService service) {
        return with(service, line -> line.noteworthy(scheduler.nanos()) ? line.state(scheduler.nanos(), scheduler.clock().instant())
            : null);
    }

    /**
     * Tries a service that does not work at once: with what waits for it, or else with the next push.
     *
     * @param service which
     * @return whether it did not work
     */
    boolean tryNow(PushService service) {
        return Boolean.TRUE.equals(with(service, line -> line.hurry(scheduler.nanos())));
    }

    /** Another node was given a result by a service: where it does not work for this one, it is tried, but not again and again. */
    void worksElsewhere(PushService service) {
        if (Boolean.TRUE.equals(with(service, line -> line.worksElsewhere(scheduler.nanos())))) {
            LOG.debug("The push service {} works for another cluster node, and is tried at once", service);
        }
    }

    /** The same for all services: the way to any of them may be there again. */
    void tryAll() {
        long now = scheduler.nanos();
        lines.keySet().forEach(service -> with(service, line -> line.worksElsewhere(now)));
    }

    private void clean(boolean full) {
        for (ServiceLine line : lines.values()) {
            synchronized (line) {
                if (line.end(scheduler.nanos(), full)) {
                    lines.remove(line.service, line);
                }
            }
        }
    }
}
