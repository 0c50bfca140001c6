package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerClassPathTest {
    @TempDir
    private Path folder;

    @Test
    void leavesOutThePluginsClassesAndLibraries() throws Exception {
        Path jar = folder.resolve("plugin.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("lib/bundled-1.0.jar"));
            zip.closeEntry();
        }
        String bundled = touch("bundled-1.0.jar");
        String server = touch("server.jar");
        String classes = Files.createDirectory(folder.resolve("classes")).toString();
        String tests = Path.of(ServerClassPathTest.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        String path = String.join(File.pathSeparator, tests, classes, bundled, server);
        assertEquals(tests + File.pathSeparator + server, ServerClassPath.of(path, List.of(jar)));
    }

    private String touch(String name) throws IOException {
        return Files.createFile(folder.resolve(name)).toString();
    }
}
