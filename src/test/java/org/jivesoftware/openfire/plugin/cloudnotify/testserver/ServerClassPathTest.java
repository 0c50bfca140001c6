package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
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
            zip.putNextEntry(new ZipEntry("licenses/relocated-lib/LICENSE.txt"));
            zip.closeEntry();
        }
        String bundled = touch("bundled-1.0.jar") + File.pathSeparator + touch("relocated-lib-2.0.jar");
        String server = touch("server.jar");
        String classes = Files.createDirectory(folder.resolve("classes")).toString();
        String tests = Path.of(ServerClassPathTest.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        String path = String.join(File.pathSeparator, tests, classes, bundled, server);
        assertEquals(tests + File.pathSeparator + server, ServerClassPath.of(path, List.of(jar)));
    }

    @Test
    void keepsWhatOpenfireItselfNeeds() throws Exception {
        Path jar = folder.resolve("plugin.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("lib/bundled-1.0.jar"));
            zip.putNextEntry(new ZipEntry("lib/common-lang3-1.1.jar"));
            zip.closeEntry();
        }
        Path openfire = folder.resolve("xmppserver-5.0.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "other-2.0.jar common-lang3-1.0.jar");
        new JarOutputStream(Files.newOutputStream(openfire), manifest).close();
        String common = touch("common-lang3-1.1.jar");
        String path = String.join(File.pathSeparator, touch("bundled-1.0.jar"), common, openfire.toString());
        assertEquals(common + File.pathSeparator + openfire, ServerClassPath.of(path, List.of(jar)));
    }

    private String touch(String name) throws IOException {
        return Files.createFile(folder.resolve(name)).toString();
    }
}
