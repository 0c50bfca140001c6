package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prometheus' own checker, where it is installed. */
final class Promtool {

    private Promtool() {
    }

    /** @return where it is, or null */
    static @Nullable Path find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "promtool")).filter(Files::isExecutable).findFirst().orElse(null);
    }

    /** @return what it said, after it said that all is well */
    static String run(Path promtool, String input, String... arguments) throws IOException, InterruptedException {
        String[] command = Stream.concat(Stream.of(promtool.toString()), Stream.of(arguments)).toArray(String[]::new);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.strip();
    }
}
