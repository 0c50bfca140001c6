package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dom4j.Element;

/** A stream of a {@link RawClient}, over a plain socket or a WebSocket, and the thread that reads it. */
abstract class RawConnection implements ManagedClient {

    final int port;
    boolean webSocket;
    final String username;
    final Authentication authentication;
    String jid;
    ClientStream stream;
    CountDownLatch ended = new CountDownLatch(0);

    RawConnection(int port, String domain, String username, String password) {
        this.port = port;
        this.username = username;
        this.authentication = new Authentication(domain, username, password);
    }

    /** Takes what the server sent. */
    abstract void take(Element element) throws IOException;

    final Element authenticate(String inline) throws IOException {
        stream = webSocket ? new WebSocketStream(port) : new XmlStream(port);
        stream.timeout(PATIENCE);
        return authentication.authenticate(stream, inline);
    }

    final void read() throws IOException {
        stream.timeout(Duration.ZERO);
        ClientStream current = stream;
        var end = new CountDownLatch(1);
        ended = end;
        var thread = new Thread(() -> {
            try {
                for (Element element = current.next(); element != null; element = current.next()) {
                    take(element);
                }
            } catch (IOException e) {
                // The connection is gone, which is what many tests want.
            } finally {
                end.countDown();
            }
        }, "raw-client-" + username);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void send(String xml) {
        try {
            stream.send(xml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String jid() {
        return jid;
    }

    @Override
    public void cut() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #cut()}, with a TCP reset. */
    public void reset() {
        try {
            stream.reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server has ended the connection. */
    public void awaitEnd(Duration timeout) {
        try {
            if (!ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("The server has not closed the stream of " + jid + " within " + timeout);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (stream == null) {
            return;
        }
        try {
            stream.end();
            // The server closes in answer; only then has it ended the session.
            ended.await(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
            stream.close();
        } catch (IOException e) {
            // It was closed already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
