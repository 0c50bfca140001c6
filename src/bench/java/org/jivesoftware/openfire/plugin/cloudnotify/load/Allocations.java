package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Whose the bytes are that a server's threads allocated, by the stacks of a flight recording. What a library or the JDK allocates is its
 * nearest caller's, which is the plugin or Openfire; what Openfire allocates when the plugin has called it, as it does to have a publish
 * routed, is told apart from what it allocates by itself.
 *
 * @param own    the plugin's, by message
 * @param called Openfire's, called by the plugin, by message
 * @param rest   all others', by message
 * @param places where the plugin's are allocated, and what, the most first
 */
record Allocations(double own, double called, double rest, String places) {

    /**
     * A sample is taken where a thread begins a new buffer of memory, and stands for the bytes since its last one. With small buffers there
     * are enough of them. Stacks are deep where Openfire routes. Compilers'
     * threads do not come and go, so that their CPU time can be told.
     */
    static final String JVM = "-XX:-UseDynamicNumberOfCompilerThreads -XX:TLABSize=8k -XX:-ResizeTLAB "
        + "-XX:FlightRecorderOptions=stackdepth=256";

    private static final String ROOT = "org.jivesoftware.openfire.plugin.cloudnotify.";
    private static final String HARNESS = ROOT + "testserver.";
    private static final List<String> SERVER = List.of("org.jivesoftware.", "org.apache.mina.", "org.hsqldb.", "org.xmpp.component.",
        "org.logicalcobwebs.", "jdk.jfr.");
    private static final int SHOWN = 40;

    static Allocations of(Path recording, long messages) throws IOException {
        Map<Owner, Double> sums = new EnumMap<>(Owner.class);
        Map<String, Double> places = new TreeMap<>();
        for (RecordedEvent event : samples(recording)) {
            double bytes = event.getLong("weight") / (double) Math.max(1, messages);
            List<RecordedFrame> frames = event.getStackTrace().getFrames();
            Owner owner = owner(frames);
            sums.merge(owner, bytes, Double::sum);
            if (owner == Owner.PLUGIN) {
                places.merge(place(frames) + " " + type(event), bytes, Double::sum);
            }
        }
        return new Allocations(sums.getOrDefault(Owner.PLUGIN, 0.0), sums.getOrDefault(Owner.CALLED, 0.0),
            sums.getOrDefault(Owner.OTHER, 0.0), places.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())).limit(SHOWN)
            .map(entry -> "%s %.0f".formatted(entry.getKey(), entry.getValue())).collect(Collectors.joining("\n")));
    }

    /** Without each thread's first one, which stands for all that the thread allocated since it was born. */
    private static List<RecordedEvent> samples(Path recording) throws IOException {
        List<RecordedEvent> samples = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
            if (event.getEventType().getName().equals("jdk.ObjectAllocationSample") && event.getStackTrace() != null
                && event.getThread() != null) {
                samples.add(event);
            }
        }
        samples.sort(Comparator.comparing(RecordedEvent::getStartTime));
        Set<Long> begun = new HashSet<>();
        samples.removeIf(event -> begun.add(event.getThread().getId()));
        return samples;
    }

    private enum Owner { PLUGIN, CALLED, OTHER, HARNESS }

    private static Owner owner(List<RecordedFrame> frames) {
        boolean openfire = false;
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith(HARNESS)) {
                return openfire ? Owner.OTHER : Owner.HARNESS;
            } else if (type.startsWith(ROOT)) {
                return openfire ? Owner.CALLED : Owner.PLUGIN;
            }
            openfire |= SERVER.stream().anyMatch(type::startsWith);
        }
        return Owner.OTHER;
    }

    /** The plugin's nearest two methods. */
    private static String place(List<RecordedFrame> frames) {
        return frames.stream().filter(frame -> frame.getMethod().getType().getName().startsWith(ROOT)).limit(2)
            .map(frame -> frame.getMethod().getType().getName().substring(ROOT.length()) + "." + frame.getMethod().getName())
            .collect(Collectors.joining(" < "));
    }

    private static String type(RecordedEvent event) {
        return event.getClass("objectClass") == null ? "" : event.getClass("objectClass").getName();
    }
}
