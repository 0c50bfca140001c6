package org.jivesoftware.openfire.plugin.cloudnotify.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds the example plugin as whoever copied its folder would: by its own pom, which finds the API by its coordinates. For Maven it is
 * installed, but in a repository of the test's own, so that nothing is left behind; all other artifacts are those of the usual one.
 */
final class ExamplePluginBuild {

    private static final Path SOURCE = Path.of("src/test/example-plugin");
    /** Where in a repository the API is. */
    private static final List<String> PLACE = List.of("org", "igniterealtime", "openfire", "plugins", "cloudnotify");
    private static final long PATIENCE_MINUTES = 10;

    private ExamplePluginBuild() {
    }

    /**
     * @param folder an empty folder; not null
     * @return the plugin's jar; never null
     * @throws IOException if it does not build; the message is Maven's
     */
    static Path jar(Path folder) throws IOException {
        Path project = folder.resolve("project");
        copy(SOURCE, project);
        Path repository = folder.resolve("repository");
        link(Path.of(System.getProperty("maven.local")), repository, PLACE);
        install(repository);
        String mvn = Path.of(System.getProperty("maven.home"), "bin", "mvn").toString();
        List<String> command = new ArrayList<>(List.of(mvn, "-B", "-ntp", "-q", "-Dstyle.color=never",
            "-Dmaven.repo.local=" + repository.toAbsolutePath(), "package"));
        if (System.getProperty("maven.mode", "").equals("offline=true")) {
            command.add("-o");
        }
        Path log = folder.resolve("maven.log");
        Process maven = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true).redirectOutput(log.toFile())
            .start();
        try {
            if (!maven.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || maven.exitValue() != 0) {
                throw new IOException("The example plugin does not build:\n" + Files.readString(log, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            maven.destroyForcibly();
            unlink(repository);
        }
        return project.resolve("target/push-example.jar");
    }

    /** As "mvn install" does. */
    private static void install(Path repository) throws IOException {
        Path api = Path.of(System.getProperty("cloudnotify.api.jar"));
        String name = api.getFileName().toString().replace("-api.jar", "");
        Path place = repository;
        for (String step : PLACE) {
            place = place.resolve(step);
        }
        place = Files.createDirectories(place.resolve(name.substring(name.indexOf('-') + 1)));
        Files.copy(api, place.resolve(api.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Path.of("pom.xml"), place.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes a repository that is another one, but for one place in it, which is empty. */
    private static void link(Path from, Path to, List<String> place) throws IOException {
        Files.createDirectories(to);
        if (place.isEmpty() || !Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.toList()) {
                String name = child.getFileName().toString();
                if (!name.equals(place.get(0))) {
                    Files.createSymbolicLink(to.resolve(name), child.toAbsolutePath());
                }
            }
        }
        link(from.resolve(place.get(0)), to.resolve(place.get(0)), place.subList(1, place.size()));
    }

    /** JUnit, which deletes the folder, warns of each link that leads out of it. */
    private static void unlink(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isSymbolicLink).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
