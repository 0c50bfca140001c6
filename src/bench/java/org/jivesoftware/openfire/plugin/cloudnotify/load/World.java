package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Rows;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ServerControl;
import org.xmpp.packet.JID;

/** A server set up for running fast, with many accounts and registrations, and its push service. */
final class World implements Closeable {
    static final String PASSWORD = "secret";
    private static final String INSERT_USER = "INSERT INTO ofUser (username, plainPassword, salt, iterations, storedKey, serverKey, name,"
        + " creationDate, modificationDate) VALUES (?, '" + PASSWORD + "', 'x', 4096, 'x', 'x', ?, '000000000000001', '000000000000001')";
    private static final String QUIET_LOG4J = """
        log4j.rootLogger=WARN, out
        log4j.logger.org.jivesoftware.openfire.plugin.cloudnotify=INFO
        log4j.appender.out=org.apache.log4j.FileAppender
        log4j.appender.out.File=%s
        log4j.appender.out.layout=org.apache.log4j.PatternLayout
        log4j.appender.out.layout.ConversionPattern=%%d{ISO8601} %%-5p %%c [%%t] %%m%%n
        """;
    /** For newer Openfires. */
    private static final String QUIET_LOG4J_2 = """
        rootLogger.level=WARN
        rootLogger.appenderRef.out.ref=out
        logger.plugin.name=org.jivesoftware.openfire.plugin.cloudnotify
        logger.plugin.level=INFO
        appender.out.type=File
        appender.out.name=out
        appender.out.fileName=%s
        appender.out.layout.type=PatternLayout
        appender.out.layout.pattern=%%d{DEFAULT} %%-5p %%c [%%t] %%m%%n
        """;
    private static final int BATCH = 5_000;
    private static final int SLEEP_MILLIS = 100;
    private static final int LOGGING_IN = 16;

    final TestServer server;
    private final Path log = temporaryFile(".log");
    private final List<Closeable> open = new ArrayList<>();

    World(Options options) {
        this(options, true, false);
    }

    World(Options options, boolean plugin, boolean onDisk) {
        this(options, config -> {
            ServerConfig wanted = plugin ? config : config.withoutCloudNotify();
            return onDisk ? wanted.onDisk() : wanted;
        });
    }

    /** @param changes what differs from the usual server */
    World(Options options, UnaryOperator<ServerConfig> changes) {
        this.server = TestServer.start(changes.apply(measured(ServerConfig.usual().named("load"), options, log)));
    }

    /** @param running a server that {@link #measured} has set up; is closed with this */
    World(TestServer running) {
        this.server = running;
    }

    /** As a server that runs for days, with what would disturb a measurement off. */
    static ServerConfig measured(ServerConfig usual, Options options) {
        return measured(usual, options, temporaryFile(".log"));
    }

    private static ServerConfig measured(ServerConfig usual, Options options, Path log) {
        return usual
            .property("xmpp.session.detach.timeout", Integer.toString(3_600_000))
            .property("xmpp.offline.quota", Integer.toString(100_000_000))
            // Who only receives is not disconnected while others are measured.
            .property("xmpp.client.idle", "-1").property("xmpp.component.idle", "-1")
            .onlyJvm(("-Xms" + options.text("heap", "1g") + " -Xmx" + options.text("heap", "1g") + " -XX:+UseG1GC "
                + "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints " + options.text("jvm", "")
                // Logging each push at debug, as the tests' configuration has it, would cost more than the push.
                + " -Dlog4j.configuration=" + temporary(QUIET_LOG4J, log) + " -Dlog4j2.configurationFile=" + temporary(QUIET_LOG4J_2, log))
                .trim().split(" +"));
    }

    private static URI temporary(String text, Path log) {
        try {
            return Files.writeString(temporaryFile(".properties"), text.formatted(log.toString().replace('\\', '/'))).toUri();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFile(String suffix) {
        try {
            Path file = Files.createTempFile("load-log", suffix);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many lines the plugin has logged so far, at info or above. */
    long logLines() {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains("cloudnotify.")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerControl control() {
        return server.control();
    }

    /** Connects a push service. */
    LeanService service(String name) throws IOException {
        LeanService service = new LeanService(server.ports().component(), name + "." + server.domain(), ServerConfig.COMPONENT_SECRET);
        open.add(service);
        return service;
    }

    /** Creates accounts in the database. */
    void users(String... names) {
        insert(INSERT_USER, names.length, i -> new Object[] {names[i], names[i]});
    }

    /** Registers one device of each user, with one publish option and the node "node-" and the user's name. */
    void register(String service, String... names) {
        JID jid = new JID(service + "." + server.domain());
        Instant time = Instant.now();
        insert(Rows.INSERT, names.length, i -> Rows.of(new Registration(new RegistrationKey(names[i], jid, "node-" + names[i]),
            Material.options(i), "phone", null, time, time, Health.GOOD)));
    }

    /** Registers devices. */
    void register(List<Registration> registrations) {
        insert(Rows.INSERT, registrations.size(), i -> Rows.of(registrations.get(i)));
    }

    private void insert(String sql, int count, IntFunction<Object[]> rows) {
        for (int start = 0; start < count; start += BATCH) {
            List<Object[]> batch = new ArrayList<>();
            for (int i = start; i < Math.min(count, start + BATCH); i++) {
                batch.add(rows.apply(i));
            }
            control().load().insert(sql, batch);
        }
    }

    /** Logs a user in. */
    LeanStream login(String user, String resource) throws IOException {
        LeanStream stream = LeanStream.login(server.ports().client(), server.domain(), user, PASSWORD, resource);
        open.add(stream);
        return stream;
    }

    /** Logs a user in with resumable stream management, comes online, and loses the connection. */
    void hibernate(String user, String resource) throws IOException {
        online(user, resource).close();
    }

    /**
     * Logs a user in with resumable stream management and comes online, all in one write: a round trip each would take minutes for
     * thousands of users.
     */
    LeanStream online(String user, String resource) throws IOException {
        LeanStream stream = LeanStream.loginAtOnce(server.ports().client(), server.domain(), user, PASSWORD, resource,
            "<enable xmlns='urn:xmpp:sm:3' resume='true'/><presence/><iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>"
            + "<a xmlns='urn:xmpp:sm:3' h='0'/>");
        stream.awaitText("<enabled");
        stream.awaitText("id=\"p\"");
        return stream;
    }

    /** Has sessions lose their connections, several at a time; tells how many did. */
    int hibernate(String[] users, String resource) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger detached = new AtomicInteger();
        Thread[] threads = new Thread[LOGGING_IN];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int user = next.getAndIncrement(); user < users.length; user = next.getAndIncrement()) {
                    try {
                        hibernate(users[user], resource);
                        detached.incrementAndGet();
                    } catch (IOException e) {
                        System.err.println(users[user] + ": " + e.getMessage());
                    }
                }
            }, "login-" + i);
            threads[i].start();
        }
        join(threads);
        return detached.get();
    }

    String bare(String user) {
        return user + "@" + server.domain();
    }

    /** Empties the store of offline messages, which would grow from step to step. */
    void deleteOffline() {
        control().database().update("DELETE FROM ofOffline");
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for threads to end. */
    static void join(Thread... threads) {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Waits for a condition, at most so many seconds, and tells whether it came true. */
    static boolean await(int seconds, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            sleep(SLEEP_MILLIS);
        }
        return true;
    }

    static String[] names(String prefix, int count) {
        String[] names = new String[count];
        Arrays.setAll(names, i -> prefix + "%06d".formatted(i));
        return names;
    }

    @Override
    public void close() {
        for (Closeable each : open) {
            try {
                each.close();
            } catch (IOException e) {
                // The server ends now anyway.
            }
        }
        server.close();
    }
}
