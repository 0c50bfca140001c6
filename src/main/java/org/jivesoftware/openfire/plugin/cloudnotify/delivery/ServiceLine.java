package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * The pushes of one service: how many are unanswered, which wait, and whether any may go out. {@link ServiceLines} guards it: it is not
 * thread-safe itself.
 */
final class ServiceLine {

    /** So many pushes to one service may be unanswered; what comes then waits, one push for each registration. */
    static final int MAX_UNANSWERED = 1_000;
    /** How many go out in one tick after the service came back: 100 a second. */
    static final int RECOVERY_BURST = 10;
    /** How long a push that the server could not deliver waits while the breaker is closed. */
    static final Duration PAUSE = Duration.ofSeconds(5);
    /** So long a push waits at most: whoever was not online for a day need not be woken for what was new yesterday. */
    static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final Breaker breaker = new Breaker();
    private final Map<RegistrationKey, Waiting> waiting = new LinkedHashMap<>();
    private int unanswered;
    private boolean recovering;
    private long pausedUntil;
    private boolean paused;

    /** A push that waits. */
    private record Waiting(Notification notification, long since) {
    }

    /** Whether a push may go out. */
    enum Pass {
        /** Yes; it counts as unanswered from now on. */
        GO,
        /** Yes, as the one that finds out whether the service is back. */
        PROBE,
        /** No. */
        WAIT
    }

    /** A push whose turn it is. */
    record Turn(Notification notification, boolean probe) {
    }

    /**
     * Asks to send a push.
     *
     * @param notification which; not null
     * @param now the time in nanoseconds
     * @param room whether the limit over all services leaves room
     * @return whether it may go out; where not, the caller has it wait
     */
    Pass ask(Notification notification, long now, boolean room) {
        if (!room || unanswered >= MAX_UNANSWERED || waiting.containsKey(notification.key())) {
            return Pass.WAIT;
        }
        if (!breaker.closed()) {
            if (!waiting.isEmpty() || !breaker.probe(now)) {
                return Pass.WAIT;
            }
            unanswered++;
            return Pass.PROBE;
        }
        // Those who wait come first, unless somebody calls.
        if (!waiting.isEmpty() && !paused && notification.trigger() != Trigger.CALL) {
            return Pass.WAIT;
        }
        unanswered++;
        return Pass.GO;
    }

    /** @return the push that waits for this registration, or null */
    Notification waiting(RegistrationKey key) {
        Waiting present = waiting.get(key);
        return present == null ? null : present.notification();
    }

    /** Has a push wait, in the place of the one that waited for the same registration. */
    void park(Notification notification, long now) {
        Waiting before = waiting.get(notification.key());
        waiting.put(notification.key(), new Waiting(notification, before == null ? now : before.since()));
    }

    /** @return whether something waited for that registration, which now does not any more */
    boolean drop(RegistrationKey key) {
        return waiting.remove(key) != null;
    }

    /** @return how many wait */
    int waiting() {
        return waiting.size();
    }

    /** @return how many are unanswered */
    int unanswered() {
        return unanswered;
    }

    /** @return how long the breaker is open; zero where it is closed; never null */
    Duration openFor() {
        return breaker.openFor();
    }

    /**
     * Whose turn it is.
     *
     * @param now the time in nanoseconds
     * @param room how many the limit over all services leaves
     * @return what goes out now and counts as unanswered; never null
     */
    List<Turn> turns(long now, int room) {
        if (paused && now - pausedUntil >= 0) {
            paused = false;
        }
        List<Turn> turns = new ArrayList<>();
        int most = Math.min(room, MAX_UNANSWERED - unanswered);
        boolean probe = false;
        if (!breaker.closed()) {
            probe = most > 0 && !waiting.isEmpty() && breaker.probe(now);
            most = probe ? 1 : 0;
        } else if (paused) {
            most = 0;
        } else if (recovering) {
            most = Math.min(most, RECOVERY_BURST);
        }
        Iterator<Waiting> queue = waiting.values().iterator();
        while (turns.size() < most && queue.hasNext()) {
            turns.add(new Turn(queue.next().notification(), probe));
            queue.remove();
        }
        unanswered += turns.size();
        recovering &= !waiting.isEmpty();
        return turns;
    }

    /** @return how many waited so long that nobody wants them any more, and are gone */
    int expire(long now) {
        int before = waiting.size();
        waiting.values().removeIf(each -> now - each.since() > LONGEST_WAIT.toNanos());
        return before - waiting.size();
    }

    /**
     * A push was answered, or no answer came.
     *
     * @return whether this opened the breaker
     */
    boolean answered(Reply reply, boolean probe, long now) {
        unanswered--;
        if (reply.kind() != Reply.Kind.TRANSIENT) {
            recovering |= !breaker.closed();
            breaker.succeeded();
            return false;
        }
        if (reply.undelivered()) {
            paused = true;
            pausedUntil = now + PAUSE.toNanos();
        }
        return breaker.failed(probe, now);
    }

    /** A push that had its turn did not go out after all. */
    void notSent(boolean probe) {
        unanswered--;
        if (probe) {
            breaker.notProbed();
        }
    }

    /** @return whether it holds nothing that would be missed */
    boolean idle(long now) {
        return unanswered == 0 && waiting.isEmpty() && breaker.forgettable(now);
    }
}
