package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts times in buckets that grow with the time, so that any quantile is known to within a tenth in constant memory. Thread-safe,
 * without locks.
 */
final class LatencyHistogram {

    /** Buckets for each doubling. */
    private static final int STEPS = 8;
    /** Doublings that are told apart: up to more than an hour. */
    private static final int DOUBLINGS = 22;
    private static final int BUCKETS = STEPS * DOUBLINGS;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);

    void record(Duration time) {
        counts.incrementAndGet(bucket(time.toMillis()));
    }

    /** Adds what this one counted to an array of {@link #newSum()}. */
    void addTo(long[] sum) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            sum[bucket] += counts.get(bucket);
        }
    }

    static long[] newSum() {
        return new long[BUCKETS];
    }

    /**
     * @param sum counts of one or several histograms
     * @param quantile between 0 and 1, for example 0.5 for the median
     * @return the time that this share of all stays below, or null where there are none
     */
    static @Nullable Duration quantile(long[] sum, double quantile) {
        long total = 0;
        for (long count : sum) {
            total += count;
        }
        if (total == 0) {
            return null;
        }
        long rank = Math.max(1, (long) Math.ceil(quantile * total));
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += sum[bucket];
            if (seen >= rank) {
                return Duration.ofMillis(middle(bucket));
            }
        }
        throw new IllegalStateException("The counts changed while they were read");
    }

    private static int bucket(long millis) {
        // log2(1 + t) keeps the first buckets meaningful: 0 ms is in the first one.
        double doublings = Math.log1p((double) Math.max(0, millis)) / Math.log(2);
        return Math.min(BUCKETS - 1, (int) (doublings * STEPS));
    }

    private static long middle(int bucket) {
        return Math.round(Math.pow(2, (bucket + 0.5) / STEPS) - 1);
    }
}
