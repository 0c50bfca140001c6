package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.database.SequenceManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.util.JiveConstants;
import org.jivesoftware.util.JiveGlobals;

/**
 * The beginning of the tests' hand in the server's JVM: starts Openfire in the home folder given as first argument, or finds it started,
 * and reports to the port given as second argument. That connection is the process' lifeline: when the other end is gone, it ends.
 */
public final class TestServerMain {
    private static final int IDS = 100_000;
    private static final long START_MILLIS = 60_000L * Integer.getInteger("test.patience", 1);

    private TestServerMain() {
    }

    /**
     * Starts the server, as the JVM's main class.
     *
     * @param arguments home folder and report port
     */
    public static void main(String[] arguments) throws Exception {
        serve(arguments, XMPPServer::new);
    }

    /**
     * Finds the server started.
     *
     * @param arguments home folder and report port
     */
    public static void attach(String[] arguments) throws Exception {
        serve(arguments, () -> {
            if (XMPPServer.getInstance() == null) {
                throw new IllegalStateException("Openfire did not start");
            }
        });
    }

    private static void serve(String[] arguments, Runnable server) throws Exception {
        Path home = Path.of(arguments[0]);
        var report = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        ControlServer.daemon("lifeline", () -> watch(report)).start();
        var out = new PrintStream(report.getOutputStream(), true, StandardCharsets.UTF_8);
        try {
            start(home, server);
            var control = new ControlServer(new ProcessControl());
            control.start();
            out.println("READY " + control.port());
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            out.println("FAILED " + e);
            System.exit(1);
        }
    }

    private static void start(Path home, Runnable server) throws Exception {
        List<String> plugins = new ArrayList<>(pluginNames(home.resolve("plugins")));
        plugins.add("admin");
        server.run();
        long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
        await(deadline, "plugins " + plugins, () -> pluginsLoaded(plugins));
        for (String key : List.of("xmpp.socket.plain.port", "xmpp.component.socket.port")) {
            int port = JiveGlobals.getIntProperty(key, 0);
            await(deadline, key + " " + port, () -> accepts(port));
        }
        takeIds();
    }

    /**
     * For every fifth message that it stores offline, Openfire asks the database for further ids; where that is down, Openfire 5 ends
     * the sender's connection. No test means that one.
     */
    private static void takeIds() {
        SequenceManager.setBlockSize(JiveConstants.OFFLINE, IDS);
        try {
            SequenceManager.nextID(JiveConstants.OFFLINE);
        } catch (IllegalStateException e) {
            // Another node of a cluster took some in this moment; the first message that is stored does it then.
            return;
        }
    }

    private static List<String> pluginNames(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar"))
                    .map(name -> name.substring(0, name.length() - 4)).toList();
        }
    }

    /** A plugin counts as loaded before it is initialized; the first run of the monitor over all of them is the end of both. */
    private static boolean pluginsLoaded(List<String> names) {
        var manager = XMPPServer.getInstance().getPluginManager();
        if (!manager.isExecuted()) {
            return false;
        }
        for (String name : names) {
            if (!manager.isLoaded(name)) {
                throw new IllegalStateException("Plugin " + name + " could not be loaded");
            }
        }
        return true;
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(long deadline, String what, Condition condition) throws InterruptedException {
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Not there in time: " + what);
            }
            Thread.sleep(20);
        }
    }

    private static void watch(Socket report) {
        try (var in = new BufferedReader(new InputStreamReader(report.getInputStream(), StandardCharsets.UTF_8))) {
            while (in.readLine() != null) {
                // Nothing is ever said; only the end matters.
            }
        } catch (IOException e) {
            // The same as the end.
        }
        Runtime.getRuntime().halt(2);
    }
}
