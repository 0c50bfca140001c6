package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/**
 * One service: how many pushes it has not answered, whether any may go out, and in which order those that wait for it do. Guarded by
 * itself: {@link Services} holds its monitor.
 */
final class ServiceLine {

    /** How many go out in one tick after the service came back: 100 a second. */
    static final int RECOVERY_BURST = 10;
    /** How long those wait whose push the server could not deliver. */
    static final Duration PAUSE = Duration.ofSeconds(5);
    /** How long it is remembered of a service that it answered. */
    private static final Duration REMEMBERED = Duration.ofHours(25);

    final PushService service;
    private final Breaker breaker = new Breaker();
    private final Set<RegistrationKey> queue = new LinkedHashSet<>();
    /** Null until there is one. */
    private @Nullable LastResults results;
    private @Nullable MassErrors errors;
    private final Allowance allowance;
    private long lastSuccess;
    private long lastUse;
    private boolean recovering;
    private long pausedUntil;
    private boolean paused;
    /** Whether errors that do not name the device are the service's at present. */
    private boolean sick;
    private boolean gone;
    /** Whether, and when, another node said that it works. */
    private boolean hinted;
    private long lastHint;

    /** @param strangers how many pushes are unanswered by services that have not answered yet */
    ServiceLine(PushService service, long now, AtomicInteger strangers) {
        this.service = service;
        this.allowance = new Allowance(strangers);
        this.lastUse = now;
        this.lastSuccess = now - REMEMBERED.toNanos();
    }

    /**
     * Asks to send a push.
     *
     * @param key to which registration
     * @param call whether somebody calls
     * @param now the time in nanoseconds
     * @param room how many the limit over all services leaves
     * @return whether it may go out
     */
    Pass ask(RegistrationKey key, boolean call, long now, int room) {
        lastUse = now;
        if (allowance.more(room) == 0) {
            return Pass.WAIT;
        }
        if (!breaker.closed()) {
            if (!queue.isEmpty() || !breaker.probe(now)) {
                return Pass.WAIT;
            }
            allowance.count(1);
            return Pass.PROBE;
        }
        // Those who wait come first, unless somebody calls.
        if (!queue.isEmpty() && !paused && !call) {
            return Pass.WAIT;
        }
        breaker.asked(key);
        allowance.count(1);
        return Pass.GO;
    }

    /** A registration waits, at the end of the order. */
    void waits(RegistrationKey key, boolean undelivered, long now) {
        queue.add(key);
        if (undelivered) {
            paused = true;
            pausedUntil = now + PAUSE.toNanos();
        }
    }

    /** A registration waits no more. */
    void leaves(RegistrationKey key) {
        queue.remove(key);
    }

    int waiting() {
        return queue.size();
    }

    /**
     * @param now the time in nanoseconds
     * @param clock the same as a time of day
     * @return how it is doing
     */
    ServiceState state(long now, Instant clock) {
        boolean open = !breaker.closed();
        return new ServiceState(service, allowance.unanswered(), queue.size(), breaker.openFor(),
            open ? clock.minusNanos(now - breaker.openSince()) : null, open ? clock.plus(breaker.untilProbe(now)) : null);
    }

    /** The next push goes out as a probe, whatever the time. @return whether it did not work */
    boolean hurry(long now) {
        return breaker.hurry(now);
    }

    /** It works for another node, and is tried at once, but for that reason once a minute at most. @return whether it is */
    boolean worksElsewhere(long now) {
        if (breaker.closed() || hinted && now - lastHint < Breaker.SHORTEST.toNanos()) {
            return false;
        }
        hinted = true;
        lastHint = now;
        return breaker.hurry(now);
    }

    /** @return how long the breaker is open; zero where it is closed */
    Duration openFor() {
        return breaker.openFor();
    }

    /**
     * Whose turn it is.
     *
     * @param now the time in nanoseconds
     * @param room how many the limit over all services leaves
     * @param refused tells whether the last answer to a registration was a refusal: a probe should better go to another
     * @return who goes out now and counts as unanswered
     */
    List<Turn> turns(long now, int room, Predicate<RegistrationKey> refused) {
        if (paused && now - pausedUntil >= 0) {
            paused = false;
        }
        int most = allowance.more(room);
        if (queue.isEmpty() || most == 0) {
            recovering &= !queue.isEmpty();
            return List.of();
        }
        lastUse = now;
        if (!breaker.closed()) {
            return breaker.probe(now) ? List.of(probe(refused)) : List.of();
        }
        List<Turn> turns = new ArrayList<>();
        if (!paused) {
            most = recovering ? Math.min(most, RECOVERY_BURST) : most;
            Iterator<RegistrationKey> next = queue.iterator();
            while (turns.size() < most && next.hasNext()) {
                turns.add(new Turn(next.next(), false));
                next.remove();
            }
            allowance.count(turns.size());
        }
        recovering &= !queue.isEmpty();
        return turns;
    }

    private Turn probe(Predicate<RegistrationKey> refused) {
        RegistrationKey key = queue.stream().filter(each -> results != null && results.contains(each)).findFirst()
            .or(() -> queue.stream().filter(refused.negate()).findFirst()).orElseGet(() -> queue.iterator().next());
        queue.remove(key);
        allowance.count(1);
        return new Turn(key, true);
    }

    /**
     * A push was answered, or no answer came.
     *
     * @param flight which; a test push does not count as unanswered
     * @param reply with what
     * @param refusedBefore whether the registration had been refused before
     * @param now the time in nanoseconds
     * @return what that changed
     */
    Change answered(InFlight flight, Reply reply, boolean refusedBefore, long now) {
        RegistrationKey key = flight.push.key();
        boolean counted = flight.test == null;
        if (counted) {
            allowance.count(-1);
        }
        if (!reply.equals(Reply.TIMEOUT) && !ofServer(reply)) {
            allowance.introduced();
        }
        boolean fault = reply.kind() == Reply.Kind.COUNTED;
        remember(key, reply);
        if (fault && !sick && counted && massive(flight, now)) {
            sick = true;
            breaker.opened(now);
            return Change.SICK;
        }
        boolean refused = reply.kind() == Reply.Kind.REFUSED;
        if (refused || reply.kind() == Reply.Kind.TRANSIENT || reply.kind() == Reply.Kind.DEFERRED || fault && sick) {
            return counted && breaker.failed(key, refused, refusedBefore, flight.probe, now) ? Change.OPENED : Change.NONE;
        }
        if (!fault && errors != null) {
            errors.fine(key, now);
        }
        return succeeded(reply, now) ? Change.CLOSED : Change.NONE;
    }

    private void remember(RegistrationKey key, Reply reply) {
        if (reply.kind() == Reply.Kind.RESULT) {
            results = results == null ? new LastResults() : results;
            results.add(key);
        } else if (results != null) {
            results.remove(key);
        }
    }

    private boolean succeeded(Reply reply, long now) {
        if (reply.kind() == Reply.Kind.RESULT) {
            lastSuccess = now;
            sick = false;
        }
        return !sick && back();
    }

    private static boolean ofServer(Reply reply) {
        return reply.kind() == Reply.Kind.TRANSIENT && reply.undelivered();
    }

    private boolean massive(InFlight flight, long now) {
        if (errors == null) {
            errors = new MassErrors();
        }
        return errors.failed(flight.push, flight.start, now);
    }

    /** @return what devices were charged with that was the service's fault */
    List<MassErrors.Counted> forgive() {
        return errors == null ? List.of() : errors.forgive();
    }

    boolean sick() {
        return sick;
    }

    /** It works: whoever waits may go. @return whether it did not */
    boolean back() {
        boolean wasOpen = !breaker.closed();
        recovering |= wasOpen;
        paused = false;
        breaker.succeeded();
        return wasOpen;
    }

    /** @return whether others got a result lately, and since a time in nanoseconds */
    boolean succeededSince(long since, long now) {
        return allowance.known() && lastSuccess - since > 0 && now - lastSuccess < Duration.ofDays(1).toNanos();
    }

    /** A push that had its turn did not go out after all. */
    void notSent(boolean probe) {
        allowance.count(-1);
        if (probe) {
            breaker.notProbed();
        }
    }

    /** @return whether it is busy or fails */
    boolean noteworthy(long now) {
        return allowance.unanswered() > 0 || !queue.isEmpty() || !breaker.forgettable(now);
    }

    /**
     * Ends it, if it holds nothing that would be missed.
     *
     * @param now the time in nanoseconds
     * @param full whether room is wanted, so that it is missed a little
     * @return whether it ended, so that another one has to be made
     */
    boolean end(long now, boolean full) {
        gone = !noteworthy(now) && (errors == null || errors.forgettable(now)) && (full || now - lastUse > REMEMBERED.toNanos());
        return gone;
    }

    boolean gone() {
        return gone;
    }
}
