package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.util.List;

/** Medians, which one disturbed round does not move. */
final class Medians {
    private Medians() {
    }

    /** The median; NaN of nothing. */
    static double of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length == 0 ? Double.NaN : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
