package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ServerControl;

/**
 * What the server used up between two moments.
 *
 * @param nanos     wall-clock time
 * @param cpu       CPU time of the whole process, in nanoseconds
 * @param threads   CPU nanoseconds and allocated bytes by group of threads
 * @param collected milliseconds spent in garbage collections
 */
record Usage(long nanos, long cpu, Map<String, long[]> threads, long collected) {

    /** What has been used since the server started. */
    static Usage now(ServerControl control) {
        Map<String, long[]> groups = new HashMap<>();
        control.load().threads().forEach((name, sums) -> groups.merge(group(name), sums.clone(),
            (a, b) -> new long[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]}));
        return new Usage(System.nanoTime(), control.process().cpuNanos(), groups, control.load().collections()[1]);
    }

    Usage since(Usage before) {
        Map<String, long[]> used = new TreeMap<>();
        threads.forEach((group, now) -> {
            long[] then = before.threads.getOrDefault(group, new long[3]);
            used.put(group, new long[] {now[0] - then[0], now[1] - then[1], now[2]});
        });
        return new Usage(nanos - before.nanos, cpu - before.cpu, used, collected - before.collected);
    }

    /** CPU time of all Java threads but those that talk to this program. Free of the compiler and the collector, which are noise. */
    long javaCpu() {
        return threads.entrySet().stream().filter(entry -> !entry.getKey().equals("control")).mapToLong(entry -> entry.getValue()[0]).sum();
    }

    long allocated() {
        return threads.entrySet().stream().filter(entry -> !entry.getKey().equals("control")).mapToLong(entry -> entry.getValue()[1]).sum();
    }

    /** The share of all cores' time that the process used, in cores. */
    double cores() {
        return (double) cpu / nanos;
    }

    private static String group(String thread) {
        String name = thread.toLowerCase(java.util.Locale.ROOT);
        if (name.startsWith("cloudnotify")) {
            return thread;
        } else if (name.startsWith("control") || name.startsWith("lifeline")) {
            return "control";
        } else if (name.contains("niosocketacceptor") || name.contains("nioprocessor") || name.contains("socket") || name.contains("c2s")
            || name.contains("client") || name.contains("component")) {
            return "connections";
        } else if (name.contains("hsqldb")) {
            return "database";
        }
        return "other";
    }
}
