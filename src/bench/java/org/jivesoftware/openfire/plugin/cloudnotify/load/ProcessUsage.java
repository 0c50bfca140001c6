package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has used, as Linux counts it: the same way whatever the process runs.
 *
 * @param cpuMicros CPU time of all its threads since it started, counted in steps of 10 ms
 * @param resident  bytes of memory that it holds now
 */
record ProcessUsage(long cpuMicros, long resident) {
    // What /proc/<pid>/stat counts in, on every architecture that Java 17 runs on.
    private static final long MICROS_A_TICK = 10_000;
    private static final int USER = 11;
    private static final int KERNEL = 12;

    static ProcessUsage of(long pid) throws IOException {
        Path folder = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(folder.resolve("stat"));
        // The second field is the name in parentheses, which may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        List<String> status = Files.readAllLines(folder.resolve("status"));
        long kilobytes = status.stream().filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
        return new ProcessUsage((Long.parseLong(fields[USER]) + Long.parseLong(fields[KERNEL])) * MICROS_A_TICK, kilobytes * 1_024);
    }
}
