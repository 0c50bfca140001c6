package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerPorts;

/**
 * A server that is no Openfire, as it is installed on the machine, with a configuration written for the run in a temporary folder, on
 * free loopback ports. It ends when it is closed, and when this JVM ends.
 */
abstract class ForeignServer implements Contender {
    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 10;

    private final Name name;
    private final Path folder;
    private final ServerPorts ports = ServerPorts.free();
    private final Thread atExit = new Thread(this::abandon, "peer-ends");
    private Process process;

    ForeignServer(Name name) throws IOException {
        this.name = name;
        this.folder = Files.createTempDirectory("peer-");
    }

    /** Starts it with its working folder, and returns when clients and components can connect. */
    final void start(Map<String, String> environment, List<String> command) throws IOException {
        Path console = folder.resolve("console.log");
        ProcessBuilder builder = new ProcessBuilder(mortal(command)).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(console.toFile());
        builder.environment().putAll(environment);
        Runtime.getRuntime().addShutdownHook(atExit);
        process = builder.start();
        if (!World.await(START_SECONDS, () -> !process.isAlive() || accepts(clientPort()) && accepts(componentPort()))
            || !process.isAlive()) {
            String said = Files.readString(console);
            close();
            throw new IOException(name + " did not start. It said:\n" + said);
        }
    }

    /** Has the kernel end it with this JVM, even where that is killed, if there is the tool for it. */
    private static List<String> mortal(List<String> command) {
        List<String> all = new ArrayList<>();
        executable("setpriv").ifPresent(tool -> all.addAll(List.of(tool.toString(), "--pdeathsig", "KILL")));
        all.addAll(command);
        return all;
    }

    /** Finds a program where the shell does. */
    static Optional<Path> executable(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).map(part -> Path.of(part, program))
            .filter(Files::isExecutable).findFirst();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    final Path folder() {
        return folder;
    }

    @Override
    public final Name name() {
        return name;
    }

    @Override
    public final long pid() {
        return process.pid();
    }

    @Override
    public final int clientPort() {
        return ports.client();
    }

    @Override
    public final int componentPort() {
        return ports.component();
    }

    /** By in-band registration (XEP-0077), before anybody logs in. */
    @Override
    public final void accounts(String... names) throws IOException {
        try (LeanStream stream = LeanStream.open(clientPort(), DOMAIN)) {
            for (String each : names) {
                stream.send("<iq type='set' id='" + each + "'><query xmlns='jabber:iq:register'><username>" + each + "</username><password>"
                    + World.PASSWORD + "</password></query></iq>");
                stream.awaitAnswer(each);
            }
        }
    }

    /** Ends the process without ceremony and deletes its folder: for the end of this JVM. */
    private void abandon() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        delete(folder, true);
    }

    @Override
    public final void close() {
        try {
            process.destroy();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        } catch (IllegalStateException e) {
            // This JVM ends already, and the hook has run or will.
        }
        delete(folder, true);
    }

    /** Deletes what is in a folder, and the folder where told. What cannot be deleted stays. */
    static void delete(Path folder, boolean itself) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (itself || !file.equals(folder)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // A temporary folder that is left over is no reason to fail.
        }
    }
}
