package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Detached;
import org.jspecify.annotations.Nullable;

/**
 * For how long the server keeps one session while it is detached (behaviour §5), and what is done for that: the server is answered where it
 * asks, and else put off. What counts is kept with the session, so that a reload of the plugin does not begin anew.
 *
 * <p>Thread rule: used on the user's lane; {@link #mayEnd} by any thread.
 */
final class Lifetime {

    private final ClientStream stream;
    private final SteadyClock clock;
    /** Whether the server leaves it to us when the session ends. */
    private boolean decided;

    Lifetime(ClientStream stream, SteadyClock clock) {
        this.stream = Objects.requireNonNull(stream);
        this.clock = Objects.requireNonNull(clock);
    }

    /** @param mayEnd is asked with the server's own time for detached sessions, where this version of the server asks */
    void begin(Predicate<Duration> mayEnd) {
        decided = stream.decideEnd(mayEnd);
    }

    /** @return since when it was detached when the plugin ran before; null where that is not known */
    @Nullable Hibernation before() {
        return Hibernation.read(stream.remembered(), clock);
    }

    /** Its state changes. */
    void entered(SessionState next, SessionState before) {
        if (!next.equals(before) && (next instanceof Detached || before instanceof Detached)) {
            stream.remember(next instanceof Detached detached ? detached.hibernation().text(clock) : "");
        }
    }

    /**
     * Makes it seem active where that keeps it, and the server has not given that decision away.
     *
     * @param hibernation since when it sleeps
     * @param around the times
     * @param look what was found
     * @return when to do so again, in milliseconds of the clock; {@link Agenda#NEVER} where not
     */
    long putOff(Hibernation hibernation, Surroundings around, Observation look) {
        Duration own = around.detachTime();
        if (decided || around.maxHibernation().isZero() || own.isNegative()) {
            return Agenda.NEVER;
        }
        if (hibernation.touch(look.now(), look.idle(), own, around.maxHibernation())) {
            stream.touch();
        }
        return clock.millis() + Math.min(own.toMillis() / 4, Duration.ofMinutes(1).toMillis());
    }

    /**
     * Whether the server may end it. Asked by the server's own thread.
     *
     * @param state the state that it is in
     * @param kept whether it is to be kept at all
     * @param own the server's own time for detached sessions
     * @param maximum the longest time, zero for the server's own
     */
    boolean mayEnd(SessionState state, boolean kept, Duration own, Duration maximum) {
        if (!kept || maximum.isZero()) {
            return stream.idle().compareTo(own) > 0;
        }
        if (state instanceof Detached detached) {
            return detached.hibernation().over(clock.now(), own, maximum);
        }
        // It lost its connection a moment ago, unless the looks at it fail: then it must end some time, too.
        return stream.idle().compareTo(own.compareTo(maximum) > 0 ? own : maximum) > 0;
    }
}
