package org.jivesoftware.openfire.plugin.cloudnotify.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class that can be read at one go: what grows beyond has a seam somewhere. */
class SizeTest {

    private static final int MOST = 299;

    @Test
    void classesAreShort() throws IOException {
        assertEquals(List.of(), longer(Path.of("src", "main"), MOST));
        assertEquals(List.of(), longer(Path.of("src", "bench"), MOST));
        assertEquals(List.of(), longer(Path.of("src", "test"), MOST));
    }

    @Test
    void longOnesAreFound() throws IOException {
        assertTrue(longer(Path.of("src", "main"), 200).size() > 5);
    }

    private static List<String> longer(Path folder, int most) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).filter(file -> lines(file) > most)
                .map(file -> file.getFileName() + " has " + lines(file) + " lines").sorted().toList();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
