package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * The class path of the server's JVM: the tests' own, without the plugin's classes and the libraries in its jar.
 * Openfire's plugin class loaders ask their parent first, so with these left in, the tested jar would hardly be used.
 * Libraries that this Openfire itself needs stay, as they are on every server of its version.
 */
final class ServerClassPath {
    private static final Pattern LIBRARY = Pattern.compile("(?:lib/(?=[^/]*\\.jar$)|licenses/(?=[^/]+/.))([^/]+).*");

    private ServerClassPath() {
    }

    static String of(Collection<Path> pluginJars) {
        return of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), pluginJars);
    }

    static String of(String testClassPath, Collection<Path> pluginJars) {
        Path testClasses = testClasses();
        Set<String> bundled = new HashSet<>();
        pluginJars.forEach(jar -> bundled.addAll(libraries(jar)));
        bundled.removeAll(openfiresLibraries(testClassPath));
        Predicate<String> wanted = entry -> {
            Path path = Path.of(entry);
            return Files.isDirectory(path)
                    ? path.toAbsolutePath().normalize().equals(testClasses)
                    : !bundled.contains(withoutVersion(path.getFileName().toString()));
        };
        return Arrays.stream(testClassPath.split(File.pathSeparator)).filter(entry -> !entry.isEmpty()).filter(wanted)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The names, without versions, of the libraries in the manifest of Openfire's jar. */
    private static Set<String> openfiresLibraries(String testClassPath) {
        return Arrays.stream(testClassPath.split(File.pathSeparator)).filter(entry -> entry.matches(".*\\bxmppserver-[^/\\\\]*\\.jar"))
                .flatMap(entry -> {
                    try (var jar = new JarFile(entry)) {
                        return Arrays.stream(jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH).split(" "));
                    } catch (IOException e) {
                        throw new UncheckedIOException(entry, e);
                    }
                }).map(ServerClassPath::withoutVersion).collect(Collectors.toSet());
    }

    private static String withoutVersion(String library) {
        return library.replaceFirst("-\\d.*", "");
    }

    /** The folder with the tests' classes. */
    static Path testClasses() {
        try {
            return Path.of(ServerClassPath.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toAbsolutePath().normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The names, without versions, of the libraries in a plugin's jar: those in its lib folder, and those relocated, whose licences it has.
     */
    private static Set<String> libraries(Path jar) {
        try (var zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(entry -> LIBRARY.matcher(entry.getName())).filter(Matcher::matches)
                    .map(library -> withoutVersion(library.group(1))).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
    }
}
