package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xmpp.packet.JID;

/** Servers of endpoints that say what nobody should have to listen to. Time passes when the test says so. */
class HostileEndpointsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private static Path folder;
    private static TestCertificate certificate;

    private final FakeProperties properties = new FakeProperties();
    private final Part part = TestParts.part(PartName.WEB_PUSH);
    private final WebPushKeys keys = new WebPushKeys(new VapidTest.MemorySecrets(), new SecureRandom());
    private final FakeScheduler time = new FakeScheduler();
    private final Browser browser = Browser.fresh();
    private final BlockingQueue<Reply> ofHostile = new LinkedBlockingQueue<>();
    private final BlockingQueue<Reply> ofOthers = new LinkedBlockingQueue<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private PushReceiver others;
    private SSLServerSocket hostile;
    private WebPush web;
    private Outgoing outgoing;
    private WebPushTransport transport;

    @BeforeAll
    static void certificate() {
        certificate = TestCertificate.in(folder);
    }

    @BeforeEach
    void start() throws Exception {
        others = new PushReceiver(certificate);
        hostile = (SSLServerSocket) certificate.server().getServerSocketFactory().createServerSocket(0, 10,
            InetAddress.getLoopbackAddress());
        properties.set(Settings.ALLOWED_WEB_PUSH.property(), "localhost:" + others.port() + ",localhost:" + hostile.getLocalPort());
        web = new WebPush(new Settings(properties), keys, InetAddress::getAllByName, "chat.example", Clock.systemUTC());
        outgoing = new Outgoing(web, time, certificate.client(), part);
        transport = new WebPushTransport(web, new SecureRandom(), time);
        transport.by(outgoing);
    }

    @AfterEach
    void end() throws IOException {
        hostile.close();
        others.close();
        outgoing.close();
    }

    /** What it says to who posts to it, again and again until nobody listens any more. */
    private void says(String once, String again, long pauseMillis) {
        Thread server = new Thread(() -> {
            try (Socket socket = hostile.accept()) {
                OutputStream out = socket.getOutputStream();
                assertTrue(socket.getInputStream().read() > 0);
                out.write(once.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                begun.countDown();
                while (true) {
                    out.write(again.getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    // It is slow; nobody waits for it.
                    Thread.sleep(pauseMillis);
                }
            } catch (IOException e) {
                left.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "hostile");
        server.setDaemon(true);
        server.start();
    }

    private Push push(String user, String endpoint) {
        String node = web.seal().node(user, browser.at(endpoint));
        Registration registration = new Registration(new RegistrationKey(user, new JID("push.chat.example"), node), null, "tab", null,
            Instant.EPOCH, Instant.EPOCH, Health.GOOD);
        return new Push(registration, registration.key(), new Cause(Trigger.OFFLINE, true), new Summary(1, null, null, "x"), null, 1);
    }

    private void sendToHostile() throws InterruptedException {
        transport.send("hostile", push("mallory", "https://localhost:" + hostile.getLocalPort() + "/x"), LONG, ofHostile::add);
        assertTrue(begun.await(60, TimeUnit.SECONDS), "it is asked");
    }

    private void othersAreServed() throws InterruptedException {
        String endpoint = others.subscribe("alice", browser, keys.publicKey());
        for (int i = 0; i < 50; i++) {
            transport.send("other" + i, push("alice", endpoint), LONG, ofOthers::add);
        }
        for (int i = 0; i < 50; i++) {
            assertEquals(Reply.RESULT, ofOthers.poll(60, TimeUnit.SECONDS));
        }
        assertEquals(List.of(), others.wrong());
    }

    private void isLeft() throws InterruptedException {
        Reply reply = ofHostile.poll(60, TimeUnit.SECONDS);
        assertNotNull(reply, "nobody is told");
        assertEquals(Reply.Kind.TRANSIENT, reply.kind());
        assertTrue(left.await(60, TimeUnit.SECONDS), "it is still listened to");
    }

    /** However slowly: all of a request together has its time. */
    @Test
    void headers_that_trickle_in_are_waited_for_so_long_and_no_longer() throws Exception {
        says("HTTP/1.1 201 Created\r\nX-Slow: ", "x", 50);
        sendToHostile();
        othersAreServed();
        time.pass(Posting.LONGEST.minusMillis(1));
        assertNull(ofHostile.peek());
        assertEquals(1, left.getCount());
        time.pass(Duration.ofMillis(1));
        isLeft();
    }

    @Test
    void a_status_line_that_trickles_in_is_no_better() throws Exception {
        says("HTTP/1.1 201 ", "C", 50);
        sendToHostile();
        othersAreServed();
        time.pass(Posting.LONGEST);
        isLeft();
    }

    /** The answer counts, and the others are served; the connection is given up all the same. */
    @Test
    void a_body_that_trickles_in_is_left_too() throws Exception {
        says("HTTP/1.1 201 Created\r\nContent-Length: 16000\r\n\r\n", "x", 50);
        sendToHostile();
        assertEquals(Reply.RESULT, ofHostile.poll(60, TimeUnit.SECONDS));
        othersAreServed();
        time.pass(Posting.LONGEST);
        assertTrue(left.await(60, TimeUnit.SECONDS), "it is still listened to");
    }

    /** Java itself bounds the headers of an answer, by 384 KiB, since October 2024. */
    @Test
    void headers_without_end_are_no_answer() throws Exception {
        assumeTrue(Runtime.version().compareTo(Runtime.Version.parse("17.0.13")) >= 0, "Java " + Runtime.version() + " is too old");
        says("HTTP/1.1 201 Created\r\n", "X-Many: " + "x".repeat(8_000) + "\r\n", 0);
        sendToHostile();
        Reply reply = ofHostile.poll(60, TimeUnit.SECONDS);
        assertNotNull(reply, "nobody is told");
        assertEquals(Reply.Kind.TRANSIENT, reply.kind());
        othersAreServed();
    }
}
