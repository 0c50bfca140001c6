package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.launcher.OpenfireLauncher;

/**
 * An Openfire distribution that somebody unpacked. Its libraries, resources and admin console are copied, and the copy is started as its
 * own script starts it; the tests add one jar without libraries, which is their hand in the server. The folder itself is only read.
 *
 * @param folder  the distribution
 * @param version as the name of its library says
 */
record UnpackedOpenfire(Path folder, String version) implements Openfire {
    private static final Pattern SERVER = Pattern.compile("xmppserver-(\\d.*)\\.jar");

    /**
     * The distribution in a folder.
     *
     * @throws IllegalArgumentException where there is none
     */
    static UnpackedOpenfire in(Path folder) {
        Path lib = folder.toAbsolutePath().resolve("lib");
        if (!Files.isRegularFile(lib.resolve("startup.jar"))) {
            throw new IllegalArgumentException(folder + " is not an unpacked Openfire: it has no lib/startup.jar");
        }
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.map(jar -> SERVER.matcher(jar.getFileName().toString())).filter(Matcher::matches).findFirst()
                    .map(name -> new UnpackedOpenfire(folder.toAbsolutePath(), name.group(1)))
                    .orElseThrow(() -> new IllegalArgumentException(folder + " has no lib/xmppserver-(version).jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void fill(Path home, ServerConfig config) throws IOException {
        // What a server that ran there has left behind is not Openfire: its database, its log, other plugins.
        for (String part : new String[] {"lib", "resources", "conf/security.xml", "plugins/admin", "plugins/admin.jar"}) {
            copy(folder.resolve(part), home.resolve(part));
        }
        if (config.adminPlugin() != null) {
            ServerHome.delete(home.resolve("plugins"));
            ServerHome.adminPlugin(home, config.adminPlugin());
        }
        TestHand.install(home);
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.notExists(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    @Override
    public String databaseScript(Path home) throws IOException {
        return Files.readString(home.resolve("resources/database/openfire_hsqldb.sql"));
    }

    @Override
    public String sharedDatabaseScript(Path home) throws IOException {
        return Files.readString(home.resolve("resources/database/openfire_postgresql.sql"));
    }

    @Override
    public String configuration(ServerPorts ports) {
        return "<adminConsole><interface>127.0.0.1</interface><port>" + ports.console()
            + "</port><securePort>-1</securePort></adminConsole>";
    }

    @Override
    public List<String> launch(Path home, ServerConfig config) {
        return List.of("-Dopenfire.lib.dir=" + home.resolve("lib"), "-Dlog4j2.formatMsgNoLookups=true", "-cp",
                home.resolve("lib/startup.jar") + System.getProperty("path.separator") + TestHand.launcher(home),
                OpenfireLauncher.class.getName());
    }

    @Override
    public int patience() {
        return 3;
    }
}
