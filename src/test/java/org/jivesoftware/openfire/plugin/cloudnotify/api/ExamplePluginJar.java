package org.jivesoftware.openfire.plugin.cloudnotify.api;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Builds the example plugin without Maven: compiled against the API's jar alone, and packed as Openfire wants plugins. Its
 * classes are not on the tests' class path, so that nobody but Openfire's plugin class loader can load them.
 */
public final class ExamplePluginJar {

    private static final Path SOURCE = Path.of("src/test/example-plugin");

    private ExamplePluginJar() {
    }

    /** A plugin with the API's jar in its own lib folder. */
    public static Path withOwnApi(Path folder) {
        return pack(folder.resolve("example.jar"), folder, true, "");
    }

    /** A plugin that is a child of Cloud Notify and carries no API. */
    static Path asChild(Path folder) {
        return pack(folder.resolve("child.jar"), folder, false, "<parentPlugin>cloudnotify</parentPlugin>");
    }

    private static Path apiJar() {
        return Path.of(System.getProperty("cloudnotify.api.jar", "target/cloudnotify-1.1.0-api.jar")).toAbsolutePath();
    }

    private static Path pack(Path jar, Path folder, boolean bundleApi, String more) {
        try {
            Path classes = Files.createDirectories(folder.resolve("classes"));
            compile(classes);
            try (var out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> files = Files.walk(classes)) {
                String xml = Files.readString(SOURCE.resolve("plugin.xml")).replace("</plugin>", more + "</plugin>");
                add(out, "plugin.xml", xml.getBytes(StandardCharsets.UTF_8));
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    add(out, "classes/" + classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
                if (bundleApi) {
                    add(out, "lib/" + apiJar().getFileName(), Files.readAllBytes(apiJar()));
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-Xlint:all,-classfile,-processing,-path", "-Werror", "--release", "17",
            "-d", classes.toString(), "-classpath", apiJar() + File.pathSeparator + openfire()));
        try (Stream<Path> files = Files.walk(SOURCE.resolve("java"))) {
            files.filter(Files::isRegularFile).forEach(file -> arguments.add(file.toString()));
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalStateException("The example plugin does not compile");
        }
    }

    /** Openfire and its libraries, without this project's own classes. */
    private static String openfire() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator)).filter(entry -> entry.endsWith(".jar"))
            .reduce((left, right) -> left + File.pathSeparator + right).orElseThrow();
    }

    private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
