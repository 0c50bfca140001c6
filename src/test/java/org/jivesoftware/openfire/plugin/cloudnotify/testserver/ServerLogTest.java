package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    @TempDir
    private Path folder;

    @Test
    void readsEntriesWithTheirStackTraces() {
        var lines = ServerLog.parse("""
                2026-11-23 01:29:19,247 INFO  a.b.C [main] Started.
                2026-11-23 01:29:19,248 WARN  a.b.D [x y] Odd: 1
                java.lang.IllegalStateException: why
                \tat somewhere
                2026-11-23 01:29:19,249 DEBUG a.b.D [main] Fine
                """);
        assertEquals(3, lines.size());
        assertEquals("a.b.D", lines.get(1).logger());
        assertTrue(lines.get(1).isWarning());
        assertTrue(lines.get(1).text().contains("at somewhere"));
        assertEquals("DEBUG", lines.get(2).level());
    }

    @Test
    void warningsCountFromTheMarkOn() throws IOException {
        Path file = folder.resolve("server.log");
        var log = new ServerLog(file, folder.resolve("console.log"));
        assertEquals(0, log.mark());
        Files.writeString(file, "2026-11-23 01:29:19,248 WARN  a.b.D [main] Old\n");
        long mark = log.mark();
        log.assertNoWarningsSince(mark, "a.b");
        Files.writeString(file, "2026-11-23 01:29:19,248 ERROR a.b.D [main] New\n", StandardOpenOption.APPEND);
        log.assertNoWarningsSince(mark, "other");
        assertThrows(AssertionError.class, () -> log.assertNoWarningsSince(mark, "a.b"));
        assertThrows(AssertionError.class, () -> log.assertNoWarningsFrom("a.b"));
    }
}
