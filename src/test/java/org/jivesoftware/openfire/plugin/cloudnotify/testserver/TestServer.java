package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ServerControl;

/**
 * An Openfire server in a JVM of its own, on free loopback ports, with a home folder and database of its own.
 * It ends when it is closed, and also when this JVM ends in any way. Its home folder and database live until it is closed,
 * over {@link #stop}, {@link #kill} and {@link #restart}; so do its ports.
 */
public final class TestServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int SHOWN_LINES = 200;
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final List<TestServer> KNOWN = new CopyOnWriteArrayList<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> KNOWN.forEach(TestServer::abandon), "test-servers-end"));
    }

    private final Openfire openfire = Openfire.tested();
    private final ServerConfig config;
    private final ServerPorts ports;
    private final ServerHome home;
    private final ServerLog log;
    private final ServerControl control = new ServerControl(() -> process().controlPort());
    private volatile ServerProcess process;
    private volatile boolean closed;

    private TestServer(ServerConfig config) {
        this.config = config;
        this.ports = ServerPorts.free();
        Path logs = logFolder();
        String name = config.name() + "-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        this.log = new ServerLog(logs.resolve(name + ".log"), logs.resolve(name + ".console.log"));
        this.home = ServerHome.create(openfire, config, ports, log.file());
    }

    /**
     * Starts a server and returns when clients and components can connect and all plugins are loaded.
     *
     * @throws IllegalStateException when it does not start; its log is in the message
     */
    public static TestServer start(ServerConfig config) {
        var server = new TestServer(config);
        KNOWN.add(server);
        try {
            server.start();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** The servers of this JVM, those too that were closed since {@link #forgetClosed()}. */
    static List<TestServer> known() {
        return KNOWN;
    }

    static void forgetClosed() {
        KNOWN.removeIf(server -> server.closed);
    }

    private static Path logFolder() {
        try {
            Path target = Path.of("target");
            return Files.isDirectory(target)
                    ? Files.createDirectories(target.resolve("test-servers")).toAbsolutePath()
                    : Files.createTempDirectory("test-servers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again after {@link #stop} or {@link #kill}, with the same home, database and ports. */
    public synchronized void start() {
        if (process != null) {
            throw new IllegalStateException("The server runs already");
        }
        long mark = log.mark();
        home.prepareDatabase(openfire, config, ports);
        try {
            process = ServerProcess.start(openfire, home, config, log.console(), START.multipliedBy(openfire.patience()));
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage() + ". Its log:\n" + log.tail(mark, SHOWN_LINES), e);
        }
    }

    /** Stops it in order: plugins, modules, database. Kills it where that takes too long, and says so by an exception. */
    public synchronized void stop() {
        if (process == null) {
            return;
        }
        ServerProcess running = process;
        boolean ended = false;
        try {
            control.process().stop();
            ended = running.awaitEnd(STOP);
        } finally {
            process = null;
            if (!ended) {
                running.kill();
            }
        }
        if (!ended) {
            throw new IllegalStateException("The server did not stop within " + STOP + " and was killed. Its log:\n"
                    + log.tail(0, SHOWN_LINES));
        }
    }

    /** Ends its process with SIGKILL. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
            home.unlockDatabase();
        }
    }

    /** Stops and starts it. */
    public synchronized void restart() {
        stop();
        start();
    }

    /** Stops it, kills it if need be, and deletes its home folder. The log file stays. */
    @Override
    public synchronized void close() {
        try {
            stop();
        } catch (RuntimeException e) {
            kill();
        }
        closed = true;
        home.delete();
    }

    /** Ends the process without ceremony and deletes the home folder: for the end of this JVM. */
    private void abandon() {
        if (closed) {
            return;
        }
        ServerProcess running = process;
        if (running != null) {
            running.kill();
        }
        home.delete();
    }

    private ServerProcess process() {
        ServerProcess running = process;
        if (running == null) {
            throw new IllegalStateException("The server does not run");
        }
        return running;
    }

    /** The tests' hand in the server. */
    public ServerControl control() {
        return control;
    }

    /** The server's log. */
    public ServerLog log() {
        return log;
    }

    /** The server's domain. */
    public String domain() {
        return config.domain();
    }

    /** Its ports; they stay the same over restarts. */
    public ServerPorts ports() {
        return ports;
    }

    /** Address of its admin console, without a slash at its end. Its configuration must ask for one. */
    public String console() {
        return "http://127.0.0.1:" + ports.console();
    }

    /** Openfire's version. */
    public String version() {
        return openfire.version();
    }

    /** Its home folder. */
    public Path home() {
        return home.folder();
    }

    /** Its process id. */
    public long pid() {
        return process().pid();
    }

    /** Tells whether its process runs. */
    public boolean isRunning() {
        ServerProcess running = process;
        return running != null && running.isAlive();
    }

    /**
     * Puts a plugin jar into its plugins folder, where it is found at the next look (20 s) or start. {@code control().plugins().install}
     * is faster.
     */
    public void dropPlugin(String name, Path jar) {
        home.dropPlugin(name, jar);
    }

    /** The last lines of its log since a mark. */
    String tail(long mark) {
        return log.tail(mark, SHOWN_LINES);
    }
}
