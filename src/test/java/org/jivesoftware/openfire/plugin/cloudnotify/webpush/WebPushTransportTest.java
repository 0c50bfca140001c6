package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

/** Pushes over real connections, to a receiver that takes nothing wrong, and to some that are hostile. */
class WebPushTransportTest extends WebPushTransportRoom {

    @Test
    void a_push_arrives_as_the_standards_want_it() throws Exception {
        send(alice(), "Hello \ud83d\ude00");
        PushReceiver.Got got = receiver.await();
        assertEquals(Reply.RESULT, reply());
        assertEquals("Hello \ud83d\ude00", got.text().get("message").getAsString());
        assertEquals("bob@chat.example", got.text().get("sender").getAsString());
        assertEquals(1, got.text().get("unread").getAsInt());
        assertEquals("high", got.urgency());
        assertEquals(Duration.ofDays(7).toSeconds(), got.ttl());
        assertEquals(List.of(), receiver.wrong());
    }

    @Test
    void calls_are_kept_for_a_minute_and_what_only_wakes_is_not_urgent() throws Exception {
        Registration alice = alice();
        WebPushTransport transport = transport();
        send(transport, new Push(alice, alice.key(), new Cause(Trigger.CALL, true, true, 1, 0, null, List.of(), List.of(), null),
            new Summary(1, null, null, null), null, 1), Duration.ofMinutes(1));
        PushReceiver.Got call = receiver.await();
        send(transport, new Push(alice, alice.key(), new Cause(Trigger.HIBERNATED, false), Summary.EMPTY, null, 0), Duration.ofMinutes(1));
        PushReceiver.Got wake = receiver.await();
        send(transport, push(alice, "x"), Duration.ofMinutes(1));
        PushReceiver.Got message = receiver.await();
        assertEquals(60, call.ttl());
        assertEquals("high", call.urgency());
        assertEquals("low", wake.urgency());
        assertNotEquals(call.topic(), message.topic(), "a message does not replace a call");
        assertEquals(wake.topic(), message.topic());
        send(transport, push(registered("bob", receiver.subscribe("bob", browser, keys.publicKey())), "x"), Duration.ofMinutes(1));
        assertNotEquals(message.topic(), receiver.await().topic());
    }

    @Test
    void the_longest_text_is_cut_between_two_characters() throws Exception {
        send(alice(), "\ud83d\ude00".repeat(5_000));
        String text = receiver.await().text().get("message").getAsString();
        assertTrue(text.length() > 1_900 && text.matches("(\ud83d\ude00)+"), () -> "" + text.length());
        assertEquals(Reply.RESULT, reply());
    }

    @ParameterizedTest
    @CsvSource({"200, RESULT, result", "201, RESULT, result", "202, RESULT, result", "204, RESULT, result", "400, COUNTED, bad-request",
        "401, COUNTED, not-authorized", "403, COUNTED, forbidden", "404, DEAD, item-not-found", "405, COUNTED, undefined-condition",
        "410, DEAD, gone", "413, COUNTED, not-acceptable", "429, REFUSED, resource-constraint", "500, REFUSED, internal-server-error",
        "502, REFUSED, internal-server-error", "503, REFUSED, service-unavailable", "599, REFUSED, internal-server-error"})
    void each_status_has_its_meaning(int status, Reply.Kind kind, String condition) throws Exception {
        receiver.answers((exchange, got) -> {
            exchange.getResponseHeaders().add("Retry-After", "120");
            exchange.sendResponseHeaders(status, -1);
        });
        send(alice(), "x");
        Reply reply = reply();
        assertEquals(kind, reply.kind());
        assertEquals(condition, reply.condition());
        assertEquals(kind == Reply.Kind.REFUSED ? Duration.ofMinutes(2) : null, reply.retryAfter());
        assertEquals(kind == Reply.Kind.REFUSED, reply.undelivered());
    }

    @Test
    void what_is_too_large_is_sent_once_more_and_shorter() throws Exception {
        receiver.answers((exchange, got) -> exchange.sendResponseHeaders(got.text().toString().length() > 1_100 ? 413 : 201, -1));
        send(alice(), "x".repeat(3_000));
        assertTrue(receiver.await().text().get("message").getAsString().length() > 2_900);
        int shorter = receiver.await().text().get("message").getAsString().length();
        assertTrue(shorter > 800 && shorter < 1_024, () -> "" + shorter);
        assertEquals(Reply.RESULT, reply());
    }

    @Test
    void nobody_is_followed_anywhere() throws Exception {
        PushReceiver inner = new PushReceiver(certificate);
        try (inner) {
            String target = inner.subscribe("inner", browser, keys.publicKey());
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                receiver.answers((exchange, got) -> {
                    exchange.getResponseHeaders().add("Location", target);
                    exchange.sendResponseHeaders(status, -1);
                });
                send(alice(), "x");
                assertEquals(new Reply(Reply.Kind.COUNTED, "redirect", false), reply());
            }
            assertEquals(0, inner.connections());
            assertEquals(List.of(), inner.wrong());
        }
    }

    /** The answer counts when its headers are there; what follows is read for a while, and no longer. */
    @Test
    void a_body_without_end_is_left() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        receiver.answers((exchange, got) -> {
            exchange.sendResponseHeaders(201, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(new byte[4_096]);
                    out.flush();
                }
            } catch (IOException e) {
                broken.countDown();
                throw e;
            }
        });
        send(alice(), "x");
        assertEquals(Reply.RESULT, reply());
        assertTrue(broken.await(60, TimeUnit.SECONDS), "it still reads");
    }

    @Test
    void who_does_not_answer_is_not_waited_for() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        receiver.answers((exchange, got) -> {
            try {
                end.await(2, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        send(transport(), push(alice(), "x"), Duration.ofSeconds(5));
        assertEquals(Reply.TIMEOUT, reply());
        end.countDown();
    }

    @Test
    void a_certificate_that_nobody_knows_ends_it() throws Exception {
        outgoing.close();
        outgoing = new Outgoing(web(), scheduler, SSLContext.getDefault(), part);
        send(alice(), "x");
        assertEquals(HttpReplies.NO_CONNECTION, reply());
        assertEquals(0, receiver.left());
    }

    @Test
    void a_certificate_for_another_name_ends_it() throws Exception {
        properties.set(Settings.ALLOWED_WEB_PUSH.property(), "127.0.0.1:" + receiver.port());
        receiver.subscribe("alice", browser, keys.publicKey());
        send(registered("alice", "https://127.0.0.1:" + receiver.port() + "/alice"), "x");
        assertEquals(HttpReplies.NO_CONNECTION, reply());
        assertEquals(0, receiver.left());
    }

    @Test
    void nobody_there_is_no_connection() throws Exception {
        Registration alice = alice();
        receiver.close();
        send(alice, "x");
        assertEquals(HttpReplies.NO_CONNECTION, reply());
    }

    @Test
    void a_name_is_looked_up_before_each_push() throws Exception {
        properties.set(Settings.ALLOWED_WEB_PUSH.property(), "");
        AtomicInteger looks = new AtomicInteger();
        Set<String> hosts = ConcurrentHashMap.newKeySet();
        names = host -> {
            hosts.add(host);
            return new InetAddress[] {InetAddress.getByName(looks.incrementAndGet() == 1 ? "1.1.1.1" : "127.0.0.1")};
        };
        assertEquals(AddressCheck.Result.FINE, web().addresses().look(browser.at("https://rebinding.example/").origin()));
        send(registered("alice", "https://rebinding.example/x"), "x");
        assertEquals(HttpReplies.FORBIDDEN_ADDRESS, reply());
        names = host -> new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};
        send(registered("alice", "https://rebinding.example/x"), "x");
        assertEquals(HttpReplies.FORBIDDEN_ADDRESS, reply(), "one of several");
        names = host -> {
            throw new UnknownHostException(host);
        };
        send(registered("alice", "https://rebinding.example/x"), "x");
        assertEquals(HttpReplies.NO_SUCH_NAME, reply());
        assertEquals(Set.of("rebinding.example"), hosts);
    }

    @Test
    void an_address_that_is_allowed_no_more_is_not_pushed_to() throws Exception {
        Registration alice = alice();
        properties.set(Settings.ALLOWED_WEB_PUSH.property(), "");
        send(alice, "x");
        assertEquals(HttpReplies.FORBIDDEN_ADDRESS, reply());
        assertEquals(0, receiver.connections());
        properties.set(Settings.ALLOWED_WEB_PUSH.property(), "localhost:" + receiver.port());
        send(alice, "x");
        assertEquals(Reply.RESULT, reply());
    }

    @Test
    void a_node_of_somebody_else_leads_nowhere() throws Exception {
        Registration alice = alice();
        send(new Registration(new RegistrationKey("mallory", new JID("push.chat.example"), alice.key().node()), null, "tab", null,
            Instant.EPOCH,
            Instant.EPOCH, Health.GOOD), "x");
        assertEquals(HttpReplies.NOT_OURS, reply());
        assertEquals(0, receiver.connections());
    }

    @Test
    void a_connection_is_used_again_and_all_arrive_in_order() throws Exception {
        WebPushTransport transport = transport();
        Registration alice = alice();
        send(transport, push(alice, "first"), Duration.ofMinutes(1));
        receiver.await();
        for (int i = 0; i < 200; i++) {
            send(transport, push(alice, "text " + i), Duration.ofMinutes(1));
        }
        for (int i = 0; i < 200; i++) {
            assertEquals("text " + i, receiver.await().text().get("message").getAsString());
        }
        for (int i = 0; i < 201; i++) {
            assertEquals(Reply.RESULT, reply());
        }
        assertTrue(receiver.connections() <= Origins.AT_ONCE, () -> receiver.connections() + " connections");
    }

    @Test
    void what_had_no_turn_in_its_time_is_not_sent_any_more_and_can_be_sent_again() throws Exception {
        WebPushTransport transport = transport();
        Registration alice = alice();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        receiver.answers((exchange, got) -> {
            asked.countDown();
            try {
                held.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(201, -1);
        });
        send(transport, push(alice, "under way"), Duration.ofMinutes(1));
        assertTrue(asked.await(30, TimeUnit.SECONDS));
        send(transport, push(alice, "waits"), Duration.ofMillis(50));
        assertEquals(new Reply(Reply.Kind.TRANSIENT, Reply.TIMEOUT.condition(), true), reply());
        held.countDown();
        assertEquals(Reply.RESULT, reply());
        send(transport, push(alice, "after it"), Duration.ofMinutes(1));
        assertEquals(Reply.RESULT, reply());
        assertEquals("under way", receiver.await().text().get("message").getAsString());
        assertEquals("after it", receiver.await().text().get("message").getAsString());
        assertEquals(0, receiver.left());
    }

    @Test
    void what_is_switched_off_is_not_sent() throws Exception {
        WebPushTransport transport = new WebPushTransport(web(), new SecureRandom(), scheduler);
        send(transport, push(alice(), "x"), Duration.ofMinutes(1));
        assertEquals(HttpReplies.BUSY, reply());
        assertFalse(receiver.connections() > 0);
    }
}
