package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.util.Arrays;

/** Times, every one of them kept. Thread-safe. */
final class Latencies {
    private long[] nanos = new long[1_024];
    private int count;

    synchronized void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    static Latencies of(long[] all) {
        Latencies latencies = new Latencies();
        latencies.nanos = all.clone();
        latencies.count = all.length;
        return latencies;
    }

    synchronized int count() {
        return count;
    }

    /** The time in milliseconds that this share of all stays below; NaN where there are none. */
    synchronized double millis(double quantile) {
        if (count == 0) {
            return Double.NaN;
        }
        Arrays.sort(nanos, 0, count);
        return nanos[Math.min(count - 1, Math.max(0, (int) Math.ceil(quantile * count) - 1))] / 1e6;
    }
}
