package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * For how long a detached session with a registration is kept (behaviour §5): until the first important push for it went out and then for
 * the server's own time, but never longer than the maximum. Immutable.
 *
 * @param since when it lost its connection
 * @param pushed when the first important push went out, or null
 */
record Hibernation(Instant since, @Nullable Instant pushed) {

    /**
     * @param now the time
     * @param own the server's own time for detached sessions
     * @param maximum the longest time that a session may be kept
     * @return whether it may end now
     */
    boolean over(Instant now, Duration own, Duration maximum) {
        if (!now.isBefore(since.plus(maximum))) {
            return true;
        }
        return pushed != null && !now.isBefore(later(since, pushed).plus(own));
    }

    /**
     * Where the server gives the decision away to nobody, it can be put off by making the session seem active.
     *
     * @param now the time
     * @param idle for how long the session has not been active
     * @param own the server's own time for detached sessions
     * @param maximum the longest time that a session may be kept
     * @return whether it should be made active now, so that it is neither ended too early nor kept too long
     */
    boolean touch(Instant now, Duration idle, Duration own, Duration maximum) {
        if (now.plus(own).isAfter(since.plus(maximum))) {
            return false;
        }
        if (pushed != null) {
            // Once: from the push on, the server's own time.
            return now.minus(idle).isBefore(later(since, pushed));
        }
        return idle.compareTo(own.dividedBy(2)) > 0;
    }

    /**
     * @param text what {@link #text} gave, of a plugin that ran before in the same JVM; null or anything else where there is nothing
     * @param clock the time
     * @return the same by this clock; null where there is nothing
     */
    static @Nullable Hibernation read(@Nullable String text, SteadyClock clock) {
        String[] times = StringUtils.split(StringUtils.defaultString(text), ' ');
        if (times.length == 0 || times.length > 2) {
            return null;
        }
        try {
            return new Hibernation(clock.at(Long.parseLong(times[0])), times.length == 2 ? clock.at(Long.parseLong(times[1])) : null);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /**
     * @param clock that of its times
     * @return it in a form that survives a reload of the plugin
     */
    String text(SteadyClock clock) {
        return clock.nanos(since) + (pushed == null ? "" : " " + clock.nanos(pushed));
    }

    /**
     * @param now when an important push went out
     * @return the same with that push, where it is the first
     */
    Hibernation withPush(Instant now) {
        return pushed == null ? new Hibernation(since, now) : this;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
