package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The loopback ports of a test server.
 *
 * @param client    for clients
 * @param component for external components
 */
public record ServerPorts(int client, int component) {
    // Below the range from which systems take the local ports of outgoing connections, so that none of these is in the way.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    /** Finds two ports that are free now. */
    public static ServerPorts free() {
        int client = freePort(-1);
        return new ServerPorts(client, freePort(client));
    }

    private static int freePort(int except) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (port == except) {
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
