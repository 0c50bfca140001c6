package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers of HTTP/2 do not take, so that it can be sent again: Java tells both by words alone, which this test holds it to. */
class FewStreamsTest extends WebPushTransportRoom {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private FrameServer server;

    private void listen(int streams) throws Exception {
        server = new FrameServer(certificate, streams);
        properties.set(Settings.ALLOWED_WEB_PUSH.property(), "localhost:" + server.port());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void send(WebPushTransport transport, String user) {
        send(transport, push(registered(user, "https://localhost:" + server.port() + "/" + user), "text"), MINUTE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void a_server_that_takes_few_requests_at_once_gets_all_of_them(int streams) throws Exception {
        listen(streams);
        WebPushTransport transport = transport();
        int pushes = 100;
        for (int i = 0; i < pushes; i++) {
            send(transport, "user" + i);
        }
        for (int i = 0; i < pushes; i++) {
            assertEquals(Reply.RESULT, reply());
        }
        assertEquals(pushes, server.requests());
        assertTrue(server.mostAtOnce() <= streams, () -> server.mostAtOnce() + " at once");
    }

    @Test
    void what_a_server_refuses_unseen_can_be_sent_again() throws Exception {
        listen(64);
        WebPushTransport transport = transport();
        send(transport, "first");
        assertEquals(Reply.RESULT, reply());
        server.refuses(1);
        send(transport, "refused");
        Reply refused = reply();
        // Newer Javas than 17 send it again by themselves.
        assertTrue(refused.equals(Reply.RESULT) || refused.equals(HttpReplies.NO_CONNECTION), refused::toString);
        send(transport, "taken");
        assertEquals(Reply.RESULT, reply());
    }

    /**
     * As servers do after so many requests, to be asked on a fresh connection. Nothing begins in that moment: Java 17 forgets what begins
     * on a connection while it ends.
     */
    @Test
    void a_server_that_leaves_its_connection_loses_no_push() throws Exception {
        int atOnce = 20;
        listen(64);
        WebPushTransport transport = transport();
        for (int i = 0; i < atOnce; i++) {
            send(transport, "before" + i);
        }
        for (int i = 0; i < atOnce; i++) {
            assertEquals(Reply.RESULT, reply());
        }
        assertEquals(1, server.connections());
        server.leaves(2 * atOnce);
        for (int i = 0; i < atOnce; i++) {
            send(transport, "user" + i);
        }
        for (int i = 0; i < atOnce; i++) {
            assertEquals(Reply.RESULT, reply());
        }
        assertEquals(2, server.connections());
    }

    /** Somebody who never means to answer is not asked for ever. */
    @Test
    void a_server_that_always_leaves_is_asked_a_few_times() throws Exception {
        listen(64);
        server.leaves(1);
        send(transport(), "user");
        Reply reply = reply();
        assertEquals(Reply.Kind.TRANSIENT, reply.kind());
        assertFalse(reply.undelivered());
        assertTrue(server.connections() > 1 && server.connections() < 20, () -> server.connections() + " connections");
    }
}
