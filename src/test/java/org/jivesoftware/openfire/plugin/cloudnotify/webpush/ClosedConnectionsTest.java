package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers of HTTP/1.1 that close a connection instead of answering: Java tells it by words alone, which this test holds it to. */
class ClosedConnectionsTest extends WebPushTransportRoom {

    private final AtomicInteger requests = new AtomicInteger();
    private SSLServerSocket server;

    /** Answers so many requests on each connection, and closes it when the next one is there. */
    private void answersAndCloses(int most) throws Exception {
        server = (SSLServerSocket) certificate.server().getServerSocketFactory().createServerSocket(0, 10,
            InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    for (int i = 0; i <= most; i++) {
                        read(socket.getInputStream());
                        requests.incrementAndGet();
                        if (i < most) {
                            socket.getOutputStream().write("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                        }
                    }
                } catch (IOException e) {
                    // The other side went first, or the test is over.
                }
            }
        }, "closing");
        thread.setDaemon(true);
        thread.start();
        properties.set(Settings.ALLOWED_WEB_PUSH.property(),
            "localhost:" + server.getLocalPort());
    }

    private static void read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.append((char) next);
        }
        String text = head.toString().toLowerCase(Locale.ROOT);
        int length = text.indexOf("content-length:") + "content-length:".length();
        in.readNBytes(Integer.parseInt(text.substring(length, text.indexOf('\r', length)).strip()));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Reply replyTo(WebPushTransport transport) throws InterruptedException {
        send(transport, push(registered("alice", "https://localhost:" + server.getLocalPort() + "/x"), "text"), Duration.ofMinutes(1));
        return reply();
    }

    /** As servers do with a connection that was idle for long: the next request may be on its way already. */
    @Test
    void what_comes_while_a_connection_is_closed_goes_out_on_the_next_one() throws Exception {
        answersAndCloses(1);
        WebPushTransport transport = transport();
        assertEquals(Reply.RESULT, replyTo(transport));
        assertEquals(1, requests.get());
        assertEquals(Reply.RESULT, replyTo(transport));
        assertEquals(3, requests.get(), "the second one twice");
    }

    @Test
    void who_never_answers_is_asked_twice() throws Exception {
        answersAndCloses(0);
        Reply reply = replyTo(transport());
        assertEquals(Reply.Kind.TRANSIENT, reply.kind());
        assertFalse(reply.undelivered(), "it may have been taken");
        assertEquals(2, requests.get());
    }
}
