package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The network between the nodes of a cluster, which can be cut. Each node has a loopback address of its own, from which it calls the others
 * and under which they reach it, by way of a relay. What is cut off says nothing and hears nothing, and nobody is told: what was sent
 * meanwhile arrives once the network is mended, where the connection is still open by then, and who calls is turned away. Databases,
 * clients and services are not concerned. Linux only, where all of 127.0.0.0/8 is there without anybody's doing.
 */
final class ClusterNetwork implements AutoCloseable {

    private static final String ADDRESSES = "127.0.0.";
    private static final int FIRST = 2;
    private static final int MOST = 100;
    private static final int CHUNK = 1 << 16;

    private final List<ServerSocket> relays = new ArrayList<>();
    private final List<Integer> targets = new ArrayList<>();
    // Guarded by itself.
    private final Set<Integer> cutOff = new HashSet<>();

    /** A network of nodes that listen at these ports of 127.0.0.1. */
    ClusterNetwork(List<Integer> ports) {
        if (ports.size() > MOST) {
            throw new IllegalArgumentException("Too many nodes: " + ports.size());
        }
        try {
            for (int node = 0; node < ports.size(); node++) {
                targets.add(ports.get(node));
                relays.add(new ServerSocket(ServerPorts.free().client(), 0, InetAddress.getByName(host(node))));
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
        for (int node = 0; node < ports.size(); node++) {
            int here = node;
            thread("cluster-network-" + node, () -> relay(here));
        }
    }

    /** Where a node is reached. */
    String address(int node) {
        return host(node) + ':' + relays.get(node).getLocalPort();
    }

    private static String host(int node) {
        return ADDRESSES + (FIRST + node);
    }

    /** From now on nothing passes between a node and the others. */
    void cutOff(int node) {
        synchronized (cutOff) {
            cutOff.add(node);
        }
    }

    /** From now on everything passes. */
    void mend() {
        synchronized (cutOff) {
            cutOff.clear();
            cutOff.notifyAll();
        }
    }

    private boolean connected(int one, int other) {
        synchronized (cutOff) {
            return cutOff.contains(one) == cutOff.contains(other);
        }
    }

    private void awaitConnected(int one, int other) throws InterruptedException {
        synchronized (cutOff) {
            while (cutOff.contains(one) != cutOff.contains(other)) {
                cutOff.wait();
            }
        }
    }

    private void relay(int node) {
        ServerSocket relay = relays.get(node);
        while (!relay.isClosed()) {
            Socket caller = null;
            try {
                caller = relay.accept();
                int from = caller.getInetAddress().getAddress()[3] - FIRST;
                if (from < 0 || from >= relays.size() || !connected(from, node)) {
                    hangUp(caller);
                } else {
                    connect(caller, from, node);
                }
            } catch (IOException e) {
                // The node does not listen, or all of this ends.
                hangUp(caller);
            }
        }
    }

    private void connect(Socket caller, int from, int node) throws IOException {
        Socket callee = new Socket();
        try {
            callee.connect(new InetSocketAddress("127.0.0.1", targets.get(node)));
            callee.setTcpNoDelay(true);
            caller.setTcpNoDelay(true);
        } catch (IOException e) {
            hangUp(callee);
            throw e;
        }
        thread("cluster-network-" + from + "-" + node, () -> pass(caller, callee, from, node));
        thread("cluster-network-" + node + "-" + from, () -> pass(callee, caller, node, from));
    }

    private void pass(Socket source, Socket sink, int from, int to) {
        try {
            InputStream in = source.getInputStream();
            OutputStream out = sink.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                awaitConnected(from, to);
                out.write(chunk, 0, length);
            }
        } catch (IOException e) {
            // One of them has ended it, or its process has.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(source, sink, from, to);
        }
    }

    /** Also that a connection has ended, the other side hears only through a network that is there. */
    private void end(Socket source, Socket sink, int from, int to) {
        hangUp(source);
        try {
            awaitConnected(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hangUp(sink);
    }

    private static void hangUp(Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed by then.
            }
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        mend();
        for (ServerSocket relay : relays) {
            try {
                relay.close();
            } catch (IOException e) {
                // It takes nobody any more.
            }
        }
    }
}
