package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Whose CPU time the samples of a flight recording are. A sample belongs to whoever called last: what a library or the JDK does, it does
 * for the nearest caller that is the plugin's or Openfire's.
 */
final class Profile {
    private static final String ROOT = "org.jivesoftware.openfire.plugin.cloudnotify.";
    private static final String HARNESS = ROOT + "testserver.";
    private static final int SHOWN = 12;

    private final Map<String, Long> owners = new TreeMap<>();
    private final Map<String, Long> places = new TreeMap<>();
    private long total;

    private Profile() {
    }

    /** @return whose CPU time and, on a second line, whose allocated bytes these were */
    static String of(Path recording) throws IOException {
        Profile cpu = new Profile();
        Profile allocated = new Profile();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                String type = event.getEventType().getName();
                if (event.getStackTrace() == null) {
                    continue;
                }
                if (type.equals("jdk.ExecutionSample")) {
                    cpu.add(event.getStackTrace().getFrames(), 1);
                } else if (type.equals("jdk.ObjectAllocationSample")) {
                    allocated.add(event.getStackTrace().getFrames(), event.getLong("weight"));
                }
            }
        }
        return "CPU: " + cpu.total + " samples, " + cpu.text() + "\n\nAllocation: " + allocated.text();
    }

    /**
     * @return which share of the samples of the plugin's own threads is Openfire's, called for routing a publish, and what the rest is
     */
    static String ofPluginThreads(Path recording) throws IOException {
        Profile own = new Profile();
        long routing = 0;
        long all = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (!event.getEventType().getName().equals("jdk.ExecutionSample") || event.getStackTrace() == null
                    || event.getThread("sampledThread") == null
                    || !String.valueOf(event.getThread("sampledThread").getJavaName()).startsWith("cloudnotify-")) {
                    continue;
                }
                all++;
                List<RecordedFrame> frames = event.getStackTrace().getFrames();
                if (isRouting(frames)) {
                    routing++;
                } else {
                    own.add(frames, 1);
                }
            }
        }
        return "Plugin's threads: " + all + " samples, %.0f %% of them in Openfire's routing of publishes; the rest: ".formatted(
            100.0 * routing / Math.max(1, all)) + own.text();
    }

    /** Whether the plugin has handed a publish to Openfire, which is at it. */
    private static boolean isRouting(List<RecordedFrame> frames) {
        boolean openfire = false;
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith(ROOT + "server.OpenfireRouter")) {
                return openfire;
            }
            openfire |= type.startsWith("org.jivesoftware.openfire.") && !type.startsWith(ROOT);
        }
        return false;
    }

    private void add(List<RecordedFrame> frames, long weight) {
        String owner = "other";
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith(HARNESS)) {
                owner = "harness";
                break;
            } else if (type.startsWith(ROOT)) {
                owner = "plugin";
                places.merge(type.substring(ROOT.length()) + "." + frame.getMethod().getName(), weight, Long::sum);
                break;
            } else if (type.startsWith("org.jivesoftware.") || type.startsWith("org.apache.mina.") || type.startsWith("org.hsqldb.")
                || type.startsWith("org.xmpp.component.") || type.startsWith("org.logicalcobwebs.")) {
                owner = "Openfire";
                break;
            }
        }
        if (!owner.equals("harness")) {
            total += weight;
            owners.merge(owner, weight, Long::sum);
        }
    }

    /** Who, and where the plugin's part is, the most frequent first. */
    private String text() {
        return owners.entrySet().stream().map(entry -> "%s %.1f %%".formatted(entry.getKey(), percent(entry.getValue())))
            .collect(Collectors.joining(", ")) + ". The plugin's own, in % of all: " + places.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())).limit(SHOWN)
            .map(entry -> "%s %.1f".formatted(entry.getKey(), percent(entry.getValue()))).collect(Collectors.joining(", "));
    }

    private double percent(long part) {
        return 100.0 * part / Math.max(1, total);
    }
}
