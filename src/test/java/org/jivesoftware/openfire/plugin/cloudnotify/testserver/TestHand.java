package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ServerControl;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.launcher.OpenfireLauncher;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.server.TestServerMain;

/**
 * The tests' hand in an Openfire that has its own libraries: the classes of the control channel as one more jar among these, so that they
 * meet the same classes as the server, and outside the class that starts it. Nothing of it needs a library of the tests.
 */
final class TestHand {

    private TestHand() {
    }

    /** Adds it to a home folder. */
    static void install(Path home) throws IOException {
        try (OutputStream out = Files.newOutputStream(home.resolve("lib/cloudnotify-tests.jar")); var jar = new JarOutputStream(out)) {
            for (Class<?> inside : List.of(ServerControl.class, TestServerMain.class)) {
                for (Path file : classesBeside(inside)) {
                    jar.putNextEntry(new ZipEntry(name(inside, file)));
                    jar.write(Files.readAllBytes(file));
                    jar.closeEntry();
                }
            }
        }
        for (Path file : classesBeside(OpenfireLauncher.class)) {
            Path copy = launcher(home).resolve(name(OpenfireLauncher.class, file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    /** The class path entry with the class that starts the server. */
    static Path launcher(Path home) {
        return home.resolve("tests-launcher");
    }

    private static List<Path> classesBeside(Class<?> type) throws IOException {
        Path folder = ServerClassPath.testClasses().resolve(type.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
        }
    }

    private static String name(Class<?> beside, Path file) {
        return beside.getPackageName().replace('.', '/') + "/" + file.getFileName();
    }
}
