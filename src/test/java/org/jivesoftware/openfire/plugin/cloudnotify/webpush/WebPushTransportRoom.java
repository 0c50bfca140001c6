package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.DaemonScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xmpp.packet.JID;

/** The transport to endpoints, a server that speaks HTTP/2 as it is told, and a registration there. */
abstract class WebPushTransportRoom {

    @TempDir
    static Path folder;
    static TestCertificate certificate;

    final FakeProperties properties = new FakeProperties();
    final Settings settings = new Settings(properties);
    final Part part = TestParts.part(PartName.WEB_PUSH);
    final WebPushKeys keys = new WebPushKeys(new VapidTest.MemorySecrets(), new SecureRandom());
    final Browser browser = Browser.fresh();
    final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    final AtomicInteger ids = new AtomicInteger();
    final DaemonScheduler scheduler = new DaemonScheduler(Clock.systemUTC(), part);
    NameResolver names = InetAddress::getAllByName;
    PushReceiver receiver;
    Outgoing outgoing;

    @BeforeAll
    static void certificate() {
        certificate = TestCertificate.in(folder);
    }

    @BeforeEach
    void start() throws Exception {
        receiver = new PushReceiver(certificate);
        properties.set(Settings.ALLOWED_WEB_PUSH.property(), "localhost:" + receiver.port());
        outgoing = new Outgoing(web(), scheduler, certificate.client(), part);
    }

    @AfterEach
    void end() {
        receiver.close();
        outgoing.close();
        scheduler.close();
    }

    WebPush web() {
        return new WebPush(settings, keys, host -> names.resolve(host), "chat.example", scheduler.clock());
    }

    WebPushTransport transport() {
        WebPushTransport transport = new WebPushTransport(web(), new SecureRandom(), scheduler);
        transport.by(outgoing);
        return transport;
    }

    Registration registered(String username, String endpoint) {
        String node = web().seal().node(username, browser.at(endpoint));
        return new Registration(new RegistrationKey(username, new JID("push.chat.example"), node), null, "tab", null, Instant.EPOCH,
            Instant.EPOCH,
            Health.GOOD);
    }

    static Push push(Registration registration, String text) {
        return new Push(registration, registration.key(), new Cause(Trigger.OFFLINE, true), new Summary(1, null, null, text),
            new Letter(1, "bob@chat.example", false, null, text, null), 1);
    }

    void send(WebPushTransport transport, Push push, Duration timeout) {
        transport.send("id" + ids.incrementAndGet(), push, timeout, replies::add);
    }

    void send(Registration registration, String text) {
        send(transport(), push(registration, text), Duration.ofMinutes(1));
    }

    Reply reply() throws InterruptedException {
        Reply reply = replies.poll(60, TimeUnit.SECONDS);
        assertNotNull(reply, "no answer in time");
        return reply;
    }

    Registration alice() {
        return registered("alice", receiver.subscribe("alice", browser, keys.publicKey()));
    }
}
