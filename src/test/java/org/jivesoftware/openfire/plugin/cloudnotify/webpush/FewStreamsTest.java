package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        assertEquals(HttpReplies.NO_CONNECTION, reply());
        send(transport, "taken");
        assertEquals(Reply.RESULT, reply());
    }
}
