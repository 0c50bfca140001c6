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

    /** Finds ports that are free now. */
    public static ServerPorts free() {
        Set<Integer> taken = new HashSet<>();
        return new ServerPorts(freePort(taken), freePort(taken), freePort(taken));
    }

    private static int freePort(Set<Integer> taken) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (!taken.add(port)) {
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
