package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * Registrations for which their service asks to wait (behaviour §4): since when, and how often in a row, which tells when to try again.
 * Bounded: {@link #MOST}, each until {@link #FORGOTTEN} after its last refusal. Thread-safe; nothing blocks.
 */
final class Refusals {

    /** When a refused push is sent again the first time; from then on twice as late each time. */
    static final Duration FIRST = Duration.ofMinutes(1);
    /** When it is sent again at the latest. */
    static final Duration LONGEST = Duration.ofHours(1);
    /** So long refused alone, a registration is of no use. */
    static final Duration HOPELESS = Duration.ofDays(3);

    private static final int MOST = 50_000;
    private static final Duration FORGOTTEN = Duration.ofDays(4);
    private static final int DOUBLINGS = 6;

    private final Scheduler scheduler;
    private final Cache<RegistrationKey, Refused> refused;

    /**
     * @param since when the first refusal in a row came, in nanoseconds
     * @param times how many came in a row
     * @param alone whether the last one was that registration's, and not the service's trouble
     * @param asked until when the last one asked to be left alone, in nanoseconds
     */
    record Refused(long since, int times, boolean alone, long asked) {
    }

    Refusals(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.refused = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(FORGOTTEN).ticker(scheduler::nanos)
            .executor(scheduler.upkeep()).build();
    }

    /**
     * @param key a registration
     * @param reply the refusal
     * @return the registration's refusals, one more included
     */
    Refused add(RegistrationKey key, Reply reply) {
        Duration asked = reply.retryAfter();
        long now = scheduler.nanos();
        return refused.asMap().merge(key, new Refused(now, 1, true, asked == null ? now : now + bounded(asked).toNanos()),
            (before, one) -> new Refused(before.since(), before.times() + 1, true, one.asked()));
    }

    /** @return whether the last answer to that registration named a time before which it is not to be asked */
    boolean asked(RegistrationKey key) {
        Refused present = refused.getIfPresent(key);
        return present != null && present.asked() - scheduler.nanos() > 0;
    }

    /**
     * It was the service's trouble that a registration was not pushed to: it is tried again as late, but is none that is refused alone.
     *
     * @return the registration's refusals, one more included
     */
    Refused deferred(RegistrationKey key) {
        long now = scheduler.nanos();
        return refused.asMap().merge(key, new Refused(now, 1, false, now),
            (before, one) -> new Refused(one.since(), before.times() + 1, false, now));
    }

    /** It is asked before its time: should it be refused again, it waits as long as it did, not longer. */
    void hurried(RegistrationKey key) {
        refused.asMap().computeIfPresent(key, (same, before) -> new Refused(before.since(), Math.max(0, before.times() - 1),
            before.alone(), before.asked()));
    }

    /** Puts back what was known before a restart. */
    void restore(RegistrationKey key, int times) {
        refused.asMap().putIfAbsent(key, new Refused(scheduler.nanos(), times, true, scheduler.nanos()));
    }

    /** @return whether the last answer to that registration was a refusal */
    boolean contains(RegistrationKey key) {
        Refused present = refused.getIfPresent(key);
        return present != null && present.alone();
    }

    /** It got another answer, or is another one now. */
    void end(RegistrationKey key) {
        if (!refused.asMap().isEmpty()) {
            refused.invalidate(key);
        }
    }

    /**
     * @param present what is known of the registration's refusals
     * @param reply the last one
     * @return when to try again
     */
    static Duration pause(Refused present, Reply reply) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(DOUBLINGS, present.times() - 1));
        Duration asked = reply.retryAfter();
        pause = asked != null && asked.compareTo(pause) > 0 ? asked : pause;
        return bounded(pause);
    }

    private static Duration bounded(Duration pause) {
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
