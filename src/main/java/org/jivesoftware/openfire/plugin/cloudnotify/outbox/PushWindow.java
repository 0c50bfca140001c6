package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Duration;
import java.util.Arrays;

/**
 * The times of one registration's last pushes: at most so many in any minute, not only in minutes of the clock; and until when what
 * follows the last one becomes one with it. Takes no more memory than there were pushes in a minute. Guards itself.
 */
final class PushWindow {

    static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private long[] times = new long[4];
    private int first;
    private int count;
    private long mergeUntil;
    private boolean merging;

    /**
     * Counts a push, if it may go out.
     *
     * @param limit how many may go out in a minute, at least 1
     * @param now the time in nanoseconds
     * @return 0 if it may, else the nanoseconds until the next one may
     */
    synchronized long take(int limit, long now) {
        while (count > 0 && now - times[first] >= MINUTE) {
            first = (first + 1) % times.length;
            count--;
        }
        if (count >= limit) {
            // The limit may have been lowered meanwhile: then more than one has to leave the window.
            return MINUTE - (now - times[(first + count - limit) % times.length]);
        }
        if (count == times.length) {
            grow();
        }
        times[(first + count) % times.length] = now;
        count++;
        return 0;
    }

    /**
     * A push went out that others may merge with from now on.
     *
     * @param until until when, in nanoseconds
     */
    synchronized void merge(long until) {
        mergeUntil = until;
        merging = true;
    }

    /**
     * @param now the time in nanoseconds
     * @return for how many more nanoseconds what follows is to be merged; 0 where it is not
     */
    synchronized long merging(long now) {
        merging = merging && mergeUntil - now > 0;
        return merging ? mergeUntil - now : 0;
    }

    private void grow() {
        long[] larger = Arrays.copyOfRange(times, first, first + times.length * 2);
        System.arraycopy(times, 0, larger, times.length - first, first);
        times = larger;
        first = 0;
    }
}
