package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has used, as Linux counts it: the same way whatever the process runs.
 *
 * @param cpuMicros CPU time of all its threads since it started, counted in steps of 10 ms
 * @param compiling that of the threads among them in which a JVM compiles
 * @param resident  bytes of memory that it holds now
 */
record ProcessUsage(long cpuMicros, long compiling, long resident) {
    // What /proc/<pid>/stat counts in, on every architecture that Java 17 runs on.
    private static final long MICROS_A_TICK = 10_000;
    private static final int USER = 11;
    private static final int KERNEL = 12;
    /** In the names of such threads, of which Linux keeps 15 characters. */
    private static final String COMPILER = " CompilerThre";

    static ProcessUsage of(long pid) throws IOException {
        Path folder = Path.of("/proc", Long.toString(pid));
        List<String> status = Files.readAllLines(folder.resolve("status"));
        long kilobytes = status.stream().filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
        return new ProcessUsage(cpu(folder), compiling(folder.resolve("task")), kilobytes * 1_024);
    }

    private static long cpu(Path folder) throws IOException {
        String stat = Files.readString(folder.resolve("stat"));
        // The second field is the name in parentheses, which may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[KERNEL])) * MICROS_A_TICK;
    }

    private static long compiling(Path tasks) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                sum += compiler(thread);
            }
        }
        return sum;
    }

    private static long compiler(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).contains(COMPILER) ? cpu(thread) : 0;
        } catch (IOException e) {
            // It has just ended.
            return 0;
        }
    }
}
