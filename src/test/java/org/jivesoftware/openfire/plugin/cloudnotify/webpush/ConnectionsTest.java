package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.junit.jupiter.api.Test;

/** Where connections go, and what they take. */
class ConnectionsTest extends WebPushTransportRoom {

    private final Deque<String> answers = new ArrayDeque<>();
    private final AtomicInteger looks = new AtomicInteger();

    /** The name server changes its mind, and stays with the last answer; an empty one is that there is no such name. */
    private void resolve(String... all) {
        answers.addAll(List.of(all));
        names = host -> {
            looks.incrementAndGet();
            String answer = answers.size() > 1 ? answers.remove() : answers.element();
            if (answer.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getByName(answer)};
        };
    }

    private Reply sendTo(String endpoint) throws InterruptedException {
        properties.set(Settings.ALLOWED_WEB_PUSH.property(), "");
        send(registered("alice", endpoint), "x");
        return reply();
    }

    /** Nobody listens at port 443 here: who is connected to is the machine itself, and says no. */
    @Test
    void a_name_that_stays_is_connected_to() throws Exception {
        resolve("1.1.1.1", "1.1.1.1");
        assertEquals(HttpReplies.NO_CONNECTION, sendTo("https://localhost/x"));
        assertTrue(looks.get() > 1, "it was looked up for the push alone");
    }

    @Test
    void a_name_that_leads_elsewhere_just_before_the_connection_is_not_connected_to() throws Exception {
        resolve("1.1.1.1", "127.0.0.1");
        assertEquals(HttpReplies.FORBIDDEN_ADDRESS, sendTo("https://localhost/x"));
        assertEquals(2, looks.get());
    }

    @Test
    void a_name_that_ends_just_before_the_connection_is_not_connected_to() throws Exception {
        resolve("1.1.1.1", "");
        assertEquals(HttpReplies.NO_SUCH_NAME, sendTo("https://localhost/x"));
    }

    /** Nobody can change what an address means. */
    @Test
    void an_address_is_looked_at_once() throws Exception {
        resolve("127.0.0.1");
        assertEquals(HttpReplies.FORBIDDEN_ADDRESS, sendTo("https://127.0.0.1/x"));
        assertEquals(1, looks.get());
        AddressCheck check = web().addresses();
        assertEquals(AddressCheck.Result.FINE, check.lookAgain("127.0.0.1", 443));
        assertEquals(AddressCheck.Result.FINE, check.lookAgain("0:0:0:0:0:0:0:1", 443));
    }

    /** Java's client starts one for each answer, where the machine has no more than two processors. */
    @Test
    void an_answer_starts_no_thread() throws Exception {
        WebPushTransport transport = transport();
        Registration alice = alice();
        send(alice, "the first opens the connection");
        assertEquals(Reply.RESULT, reply());
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        for (int i = 0; i < 100; i++) {
            send(transport, push(alice, "x"), Duration.ofMinutes(1));
            assertEquals(Reply.RESULT, reply());
        }
        long started = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before;
        assertTrue(started < 50, () -> started + " threads for 100 pushes");
    }
}
