package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a copy of the plugin that can fail asks at its points: fails where a test wants it, and counts that it did. */
public final class Fault {

    private static final Map<String, String> ARMED = new ConcurrentHashMap<>();
    private static final Map<String, Integer> HITS = new ConcurrentHashMap<>();

    private Fault() {
    }

    static void arm(String point, String kind) {
        ARMED.put(point, kind);
    }

    static void disarm() {
        ARMED.clear();
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
        if (kind != null) {
            HITS.merge(point, 1, Integer::sum);
            throw switch (kind) {
                case "LINKAGE" -> new NoSuchMethodError("'void org.example.Gone.method()'");
                case "MEMORY" -> new OutOfMemoryError("Injected at " + point);
                default -> new AssertionError("Injected at " + point);
            };
        }
    }
}
