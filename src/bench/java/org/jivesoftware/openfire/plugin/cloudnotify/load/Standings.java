package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of all rounds, and their medians beside each other. */
final class Standings {
    static final String RATE = "messages a second";
    static final String CPU = "CPU us each message";
    /** Of that, what compilers take: much at first, nothing in a server that runs for days. */
    static final String COMPILING = "compilers' CPU us";
    static final String ALLOCATED = "bytes allocated each message";
    static final String PUSHES = "pushes each message";
    static final String P50 = "latency p50 ms";
    static final String P99 = "latency p99 ms";
    private static final String ADDED = "CPU us added";

    private final Map<String, Map<Contender.Name, Map<String, List<Double>>>> loads = new LinkedHashMap<>();

    void add(String load, Contender.Name contender, Map<String, Double> figures) {
        Map<String, List<Double>> all = loads.computeIfAbsent(load, key -> new LinkedHashMap<>())
            .computeIfAbsent(contender, key -> new LinkedHashMap<>());
        figures.forEach((name, value) -> all.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
    }

    private Map<String, List<Double>> of(String load, Contender.Name contender) {
        return loads.get(load).getOrDefault(contender, Map.of());
    }

    List<String> loads() {
        return List.copyOf(loads.keySet());
    }

    List<Contender.Name> contenders(String load) {
        return List.copyOf(loads.get(load).keySet());
    }

    /** What a figure was in each round; empty where there is none. */
    List<Double> rounds(String load, Contender.Name contender, String figure) {
        return of(load, contender).getOrDefault(figure, List.of());
    }

    double median(String load, Contender.Name contender, String figure) {
        return Medians.of(rounds(load, contender, figure));
    }

    /** What having something that pushes adds to the same server's CPU time for each message. */
    private double added(String load, Contender.Name contender) {
        return contender.pushes() ? median(load, contender, CPU) - median(load, contender.bare(), CPU) : Double.NaN;
    }

    /** One line for each load and contender. */
    List<Step> lines() {
        return loads().stream().flatMap(load -> contenders(load).stream().map(contender -> line(load, contender))).toList();
    }

    private Step line(String load, Contender.Name contender) {
        Step step = new Step().with("load", load).with("server", contender.toString());
        of(load, contender).keySet().forEach(figure -> step.with(figure, median(load, contender, figure)));
        List<Double> rounds = rounds(load, contender, CPU).stream().sorted().toList();
        step.with("CPU us, rounds", "%.0f to %.0f".formatted(rounds.get(0), rounds.get(rounds.size() - 1)));
        put(step, "CPU / Openfire", median(load, contender, CPU) / median(load, OpenfireContender.PLAIN, CPU));
        put(step, "CPU / cloudnotify", median(load, contender, CPU) / median(load, OpenfireContender.OURS, CPU));
        put(step, ADDED, added(load, contender));
        // Where nothing is pushed it is about nothing, and a ratio of two of that says nothing.
        if (!rounds(load, contender, PUSHES).isEmpty()) {
            put(step, "added / cloudnotify", added(load, contender) / added(load, OpenfireContender.OURS));
        }
        put(step, "rate / cloudnotify", median(load, contender, RATE) / median(load, OpenfireContender.OURS, RATE));
        put(step, "p50 / cloudnotify", median(load, contender, P50) / median(load, OpenfireContender.OURS, P50));
        return step;
    }

    private static void put(Step step, String name, double value) {
        if (Double.isFinite(value)) {
            step.with(name, value);
        }
    }
}
