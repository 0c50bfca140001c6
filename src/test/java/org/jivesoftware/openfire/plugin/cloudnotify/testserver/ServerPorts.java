package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The loopback ports of a test server.
 *
 * @param client    for clients
 * @param component for external components
 * @param console   for the admin console, on servers that have one
 */
public record ServerPorts(int client, int component, int console) {
    // Below the range from which systems take the local ports of outgoing connections, so that none of these is in the way.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    /** Tests run in two JVMs at a time: to each its half, since a port is free until its server has started. */
    private static final int HALF = Integer.getInteger("test.fork", 1) % 2;
    /** What this JVM gave away, which may belong to a server that has not started yet, or is to be started again. */
    private static final Set<Integer> GIVEN = new HashSet<>();

    /** Finds ports that are free now, and that nobody else here was given. */
    public static ServerPorts free() {
        return new ServerPorts(freePort(), freePort(), freePort());
    }

    private static synchronized int freePort() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = 2 * ThreadLocalRandom.current().nextInt(FIRST / 2, LAST / 2) + HALF;
            if (!GIVEN.add(port)) {
                continue;
            }
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: the next.
            }
        }
        throw new IllegalStateException("No free port between " + FIRST + " and " + LAST);
    }
}
