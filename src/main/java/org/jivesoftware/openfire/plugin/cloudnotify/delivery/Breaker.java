package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * Stops publishing to a service that fails again and again, and finds out when it is back (behaviour §4). It opens after {@link #LIMIT}
 * failures in a row with no success in between: of different registrations, or, where fewer are pushed to, of those. It is open for a
 * minute; then one probe goes out, and if that fails too, the time doubles, up to an hour.
 *
 * <p>That the service refuses a registration is a failure too, but only of as many different ones: one device that is dead says nothing
 * about its service. For the same reason it says nothing new that one is refused which was refused before; after such a
 * probe the next one may go out at once.
 *
 * <p>Not thread-safe: {@link ServiceLine} is guarded.
 */
final class Breaker {

    /** Failures in a row that open it. */
    static final int LIMIT = 3;
    /** How long it is open the first time. */
    static final Duration SHORTEST = Duration.ofMinutes(1);
    /** How long it is open at most. */
    static final Duration LONGEST = Duration.ofHours(1);

    /** Since the last success: the registrations that failed, and those that were pushed to; as many as decide. */
    private final Set<RegistrationKey> failed = new HashSet<>(4);
    private final Set<RegistrationKey> asked = new HashSet<>(4);
    private int failures;
    private boolean open;
    private boolean probing;
    private long wait;
    private long lastFailure;
    private long openSince;

    /** @return whether pushes may go out */
    boolean closed() {
        return !open;
    }

    /** @return whether something failed since the last success */
    boolean failing() {
        return open || !failed.isEmpty();
    }

    /** @param key a registration that is pushed to */
    void asked(RegistrationKey key) {
        if (failing() && asked.size() < LIMIT) {
            asked.add(key);
        }
    }

    /**
     * Asks to send a probe; whoever gets true must tell {@link #succeeded}, {@link #failed} or {@link #notProbed}.
     *
     * @param now the time in nanoseconds
     * @return whether one may go out
     */
    boolean probe(long now) {
        if (!open || probing || now - lastFailure < wait) {
            return false;
        }
        probing = true;
        return true;
    }

    /** The probe did not go out after all. */
    void notProbed() {
        probing = false;
    }

    /** The service works. */
    void succeeded() {
        if (failing()) {
            failed.clear();
            asked.clear();
            failures = 0;
            open = false;
            probing = false;
        }
    }

    /**
     * A push failed.
     *
     * @param key to which registration
     * @param refused whether the service refused it
     * @param before whether it had refused that registration before
     * @param probe whether it was the probe; others that were on their way when it opened say nothing new
     * @param now the time in nanoseconds
     * @return whether this opened it, or opened it again for longer
     */
    boolean failed(RegistrationKey key, boolean refused, boolean before, boolean probe, long now) {
        if (open) {
            return probe && probed(refused && before, now);
        }
        if (refused && before) {
            return false;
        }
        lastFailure = now;
        failed.add(key);
        asked.add(key);
        failures += refused ? 0 : 1;
        boolean different = failed.size() >= LIMIT;
        return (different || failures >= LIMIT && asked.size() < LIMIT) && opened(now);
    }

    private boolean probed(boolean nothingNew, long now) {
        probing = false;
        if (!nothingNew) {
            lastFailure = now;
            wait = Math.min(LONGEST.toNanos(), wait * 2);
        }
        return !nothingNew;
    }

    /** Opens it whatever was counted. */
    boolean opened(long now) {
        lastFailure = now;
        openSince = open ? openSince : now;
        wait = open ? wait : SHORTEST.toNanos();
        open = true;
        probing = false;
        return true;
    }

    /** @return how long it stays or stayed open; zero where it is closed */
    Duration openFor() {
        return open ? Duration.ofNanos(wait) : Duration.ZERO;
    }

    /** @return the time in nanoseconds at which it opened; means nothing where it is closed */
    long openSince() {
        return openSince;
    }

    /**
     * @param now the time in nanoseconds
     * @return how long no probe may go out; zero where one may, or is on its way
     */
    Duration untilProbe(long now) {
        return open && !probing ? Duration.ofNanos(Math.max(0, wait - (now - lastFailure))) : Duration.ZERO;
    }

    /**
     * The next probe may go out at once. Where it fails, too, the time that is waited begins anew: who asks for many tries in a row does
     * not make it longer.
     *
     * @param now the time in nanoseconds
     * @return whether it is open
     */
    boolean hurry(long now) {
        if (open) {
            wait = SHORTEST.toNanos() / 2;
            lastFailure = now - wait;
        }
        return open;
    }

    /**
     * @param now the time in nanoseconds
     * @return whether it has nothing to remember: no failure, or the last one so long ago that an hour passed without a probe
     */
    boolean forgettable(long now) {
        return !failing() || !probing && now - lastFailure > (open ? wait : 0) + LONGEST.toNanos();
    }
}
