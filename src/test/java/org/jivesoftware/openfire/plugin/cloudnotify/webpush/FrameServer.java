package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** HTTP/2 by its frames (RFC 9113): what the JDK's server does not speak. Takes requests, and says no more than a status, or refuses. */
final class FrameServer implements AutoCloseable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int REFUSED_STREAM = 7;
    /** HPACK's entry ":status 200". */
    private static final int STATUS_200 = 0x88;
    private static final int PREFACE = 24;
    private static final int MOST = 1 << 20;

    private final SSLServerSocket socket;
    private final int streams;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger underway = new AtomicInteger();
    private volatile int mostAtOnce;
    private volatile int refused;
    private volatile int leaves = Integer.MAX_VALUE;
    private final AtomicInteger connections = new AtomicInteger();

    /** One that takes so many requests at once. */
    FrameServer(TestCertificate certificate, int streams) throws IOException, GeneralSecurityException {
        this.streams = streams;
        socket = (SSLServerSocket) certificate.server().getServerSocketFactory().createServerSocket(0, 10,
            InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            try {
                while (true) {
                    SSLSocket client = (SSLSocket) socket.accept();
                    threads.execute(() -> serve(client));
                }
            } catch (IOException e) {
                // It ends.
            }
        });
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Refuses so many of the next requests, unseen. */
    void refuses(int count) {
        refused = count;
    }

    /** Leaves each connection with so many requests on it, of which it does not take the last. */
    void leaves(int count) {
        leaves = count;
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }

    int mostAtOnce() {
        return mostAtOnce;
    }

    private void serve(SSLSocket client) {
        try (client) {
            SSLParameters parameters = client.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            client.setSSLParameters(parameters);
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            in.readFully(new byte[PREFACE]);
            connections.incrementAndGet();
            int seen = 0;
            frame(out, SETTINGS, 0, 0, 0, MAX_CONCURRENT_STREAMS, 0, 0, streams >> 8, streams & 0xff);
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                in.readFully(new byte[Math.min(length, MOST)]);
                if (type == SETTINGS && (flags & ACK) == 0) {
                    frame(out, SETTINGS, ACK, 0);
                } else if (type == DATA) {
                    if (length > 0) {
                        frame(out, WINDOW_UPDATE, 0, 0, 0, 0, length >> 8, length & 0xff);
                    }
                    if ((flags & END_STREAM) != 0) {
                        if (++seen == leaves) {
                            int last = Math.max(0, stream - 2);
                            frame(out, GOAWAY, 0, 0, 0, 0, last >> 8, last & 0xff, 0, 0, 0, 0);
                        }
                        if (seen < leaves) {
                            request(out, stream);
                        }
                    }
                }
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private synchronized void request(DataOutputStream out, int stream) throws IOException {
        requests.incrementAndGet();
        if (refused > 0) {
            refused--;
            frame(out, RST_STREAM, 0, stream, 0, 0, 0, REFUSED_STREAM);
            return;
        }
        mostAtOnce = Math.max(mostAtOnce, underway.incrementAndGet());
        time.schedule(() -> {
            underway.decrementAndGet();
            frame(out, HEADERS, END_STREAM | END_HEADERS, stream, STATUS_200);
            return null;
        }, 20, TimeUnit.MILLISECONDS);
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, int... payload) throws IOException {
        byte[] bytes = new byte[9 + payload.length];
        bytes[2] = (byte) payload.length;
        bytes[3] = (byte) type;
        bytes[4] = (byte) flags;
        for (int i = 0; i < 4; i++) {
            bytes[5 + i] = (byte) (stream >> 24 - 8 * i);
        }
        for (int i = 0; i < payload.length; i++) {
            bytes[9 + i] = (byte) payload[i];
        }
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
        time.shutdownNow();
    }
}
