package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between a client and the server that can go bad: a loopback relay that can be cut (both ends see the
 * connection end, without a closing tag) or frozen (nothing passes any more and neither end notices).
 */
public final class Wire implements Closeable {
    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private boolean outgoingFrozen;
    private boolean incomingFrozen;

    /** @param target port on the loopback interface that the wire leads to */
    public Wire(int target) {
        this.target = target;
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("wire", this::accept);
    }

    /** The port to connect to. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing passes, in either direction, and connections stay open. */
    public synchronized void freeze() {
        outgoingFrozen = true;
        incomingFrozen = true;
    }

    /** From now on the client hears the server, but nothing that it says gets through. */
    public synchronized void freezeOutgoing() {
        outgoingFrozen = true;
    }

    /** Ends {@link #freeze} and {@link #freezeOutgoing}; what was held back passes. */
    public synchronized void thaw() {
        outgoingFrozen = false;
        incomingFrozen = false;
        notifyAll();
    }

    /** Ends the connections that there are. What was held back is lost. New connections can be made. */
    public void cut() {
        for (Socket socket : sockets) {
            end(socket);
        }
        thaw();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                sockets.add(near);
                sockets.add(far);
                start("wire-out", () -> pump(near, far, true));
                start("wire-in", () -> pump(far, near, false));
            } catch (IOException e) {
                // Closed, or the server is down: the next connection may do better.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean outgoing) {
        var buffer = new byte[8192];
        try {
            for (int length = from.getInputStream().read(buffer); length >= 0; length = from.getInputStream().read(buffer)) {
                awaitThaw(outgoing);
                to.getOutputStream().write(buffer, 0, length);
            }
            awaitThaw(outgoing);
        } catch (IOException e) {
            // Ended from one side or cut.
        } finally {
            end(from);
            end(to);
        }
    }

    private synchronized void awaitThaw(boolean outgoing) throws IOException {
        while (outgoing ? outgoingFrozen : incomingFrozen) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    private static void start(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
