package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of the server's JVM, from its start to its end. */
final class ServerProcess {
    private final Process process;
    private final Socket lifeline;
    private final int controlPort;

    private ServerProcess(Process process, Socket lifeline, int controlPort) {
        this.process = process;
        this.lifeline = lifeline;
        this.controlPort = controlPort;
    }

    /**
     * Starts the JVM and returns when the server is ready.
     *
     * @throws IOException when the server failed, ended or was not ready in time
     */
    static ServerProcess start(Openfire openfire, ServerHome home, ServerConfig config, Path console, Duration timeout)
            throws IOException {
        try (var report = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var builder = new ProcessBuilder(command(openfire, home, config, report.getLocalPort()));
            builder.directory(home.folder().toFile());
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
            Process process = builder.start();
            try {
                return handshake(process, report, timeout);
            } catch (IOException | RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        }
    }

    private static List<String> command(Openfire openfire, ServerHome home, ServerConfig config, int reportPort) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-opens");
        command.add("java.base/java.lang=ALL-UNNAMED");
        // For finding out what keeps an unloaded plugin's class loader alive.
        command.add("--add-opens");
        command.add("java.base/java.security=ALL-UNNAMED");
        command.add("-DopenfireHome=" + home.folder());
        command.add("-Djava.io.tmpdir=" + home.folder().resolve("tmp"));
        command.add("-Djava.awt.headless=true");
        command.add("-Dfile.encoding=UTF-8");
        command.addAll(home.logArguments());
        command.addAll(config.jvmArguments());
        command.add("-Dtest.patience=" + openfire.patience());
        command.addAll(openfire.launch(home.folder(), config));
        command.add(home.folder().toString());
        command.add(Integer.toString(reportPort));
        return command;
    }

    private static ServerProcess handshake(Process process, ServerSocket report, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Socket lifeline = accept(process, report, deadline);
        lifeline.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        var in = new BufferedReader(new InputStreamReader(lifeline.getInputStream(), StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null || !line.startsWith("READY ")) {
            throw new IOException("The server did not start: " + (line == null ? "its process ended" : line));
        }
        return new ServerProcess(process, lifeline, Integer.parseInt(line.substring("READY ".length())));
    }

    private static Socket accept(Process process, ServerSocket report, long deadline) throws IOException {
        report.setSoTimeout(200);
        while (System.nanoTime() < deadline) {
            try {
                return report.accept();
            } catch (SocketTimeoutException e) {
                if (!process.isAlive()) {
                    throw new IOException("The server's JVM ended with status " + process.exitValue());
                }
            }
        }
        throw new IOException("The server's JVM did not report in time");
    }

    int controlPort() {
        return controlPort;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the process to end by itself; false when it did not in time. */
    boolean awaitEnd(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            if (!process.isAlive()) {
                closeLifeline();
            }
        }
    }

    /** Ends the process at once, with SIGKILL where there are signals, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeLifeline();
    }

    private void closeLifeline() {
        try {
            lifeline.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
