package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The loopback ports of a test server. A port is free until its server has started, and while that is stopped to be started again, so that
 * looking for free ones is not enough: a JVM takes a slice of them for itself, which no other JVM of tests can take, and gives none twice.
 *
 * @param client    for clients
 * @param component for external components
 * @param console   for the admin console, on servers that have one
 */
public record ServerPorts(int client, int component, int console) {
    // Below the range from which systems take the local ports of outgoing connections, so that none of these is in the way.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int SLICE = 250;
    /** The first port of each slice that is taken, which nobody else can open meanwhile. */
    private static final List<ServerSocket> TAKEN = new ArrayList<>();

    private static int next;
    private static int end;

    /** Finds ports that are free, and that nobody else is given. */
    public static ServerPorts free() {
        return new ServerPorts(freePort(), freePort(), freePort());
    }

    private static synchronized int freePort() {
        while (true) {
            if (next == end) {
                takeSlice();
            }
            int port = next++;
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Something else's: the next.
            }
        }
    }

    private static void takeSlice() {
        List<Integer> slices = new ArrayList<>();
        for (int first = FIRST; first < LAST; first += SLICE) {
            slices.add(first);
        }
        Collections.shuffle(slices);
        for (int first : slices) {
            try {
                TAKEN.add(new ServerSocket(first, 1, InetAddress.getLoopbackAddress()));
                next = first + 1;
                end = first + SLICE;
                return;
            } catch (IOException e) {
                // Another JVM's: the next.
            }
        }
        throw new IllegalStateException("No free ports between " + FIRST + " and " + LAST);
    }
}
