package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a copy of the plugin that can fail asks at its points: fails where a test wants it, and counts that it did. */
public final class Fault {

    private static final Map<String, String> ARMED = new ConcurrentHashMap<>();
    private static final Map<String, Integer> TIMES = new ConcurrentHashMap<>();
    private static final Map<String, Integer> HITS = new ConcurrentHashMap<>();

    private Fault() {
    }

    static void arm(String point, String kind) {
        ARMED.put(point, kind);
    }

    /** As something of Openfire does that is not ready, and is later. */
    static void arm(String point, int times) {
        TIMES.put(point, times);
        arm(point, "STATE");
    }

    static void disarm() {
        ARMED.clear();
        TIMES.clear();
        HITS.clear();
    }

    static int hits(String point) {
        return HITS.getOrDefault(point, 0);
    }

    /**
     * Fails, or does nothing.
     *
     * @param point where
     */
    public static void at(String point) {
        String kind = ARMED.get(point);
        if (kind != null && hits(point) < TIMES.getOrDefault(point, Integer.MAX_VALUE)) {
            HITS.merge(point, 1, Integer::sum);
            throw switch (kind) {
                case "LINKAGE" -> new NoSuchMethodError("'void org.example.Gone.method()'");
                case "STATE" -> throw new IllegalStateException("Injected at " + point);
                case "MEMORY" -> new OutOfMemoryError("Injected at " + point);
                default -> new AssertionError("Injected at " + point);
            };
        }
    }
}
