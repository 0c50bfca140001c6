package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the result: named figures in their order.
 *
 * @param figures numbers or texts
 */
record Step(Map<String, Object> figures) {

    Step() {
        this(new LinkedHashMap<>());
    }

    Step with(String name, Object figure) {
        figures.put(name, figure);
        return this;
    }

    double number(String name) {
        return figures.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** The usual percentiles in milliseconds. */
    Step with(String name, Latencies latencies) {
        return with(name + " p50 ms", latencies.millis(0.5)).with(name + " p99 ms", latencies.millis(0.99))
            .with(name + " max ms", latencies.millis(1));
    }

    /** CPU and allocation for each of {@code count} things. */
    Step with(Usage usage, long count) {
        double each = Math.max(1, count);
        with("CPU us", usage.cpu() / 1e3 / each).with("Java CPU us", usage.javaCpu() / 1e3 / each);
        long plugin = usage.threads().entrySet().stream().filter(entry -> entry.getKey().startsWith("cloudnotify"))
            .mapToLong(entry -> entry.getValue()[0]).sum();
        with("plugin threads us", plugin / 1e3 / each);
        return with("allocated KB", usage.allocated() / 1024.0 / each).with("GC ms", usage.collected());
    }
}
