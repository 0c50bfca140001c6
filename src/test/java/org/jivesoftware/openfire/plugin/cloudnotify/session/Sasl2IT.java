package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Lack;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.SkippedWith;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices that the server knows by their user agent (XEP-0388), whatever resource they have. */
@SkippedWith(Lack.NO_SASL2)
class Sasl2IT {
    private static final String BIND2 = "urn:xmpp:bind:0";
    private static final String MANAGEMENT = "urn:xmpp:sm:3";

    private static TestServer server;

    private final String thisPhone = UUID.randomUUID().toString();
    private Scenario scenario;
    private PushService service;
    private Devices devices;
    private TestUser alice;
    private RawClient bob;

    @BeforeAll
    static void start() {
        server = TestServer.start(ServerConfig.usual().named("sasl2").property("xmpp.auth.sasl2", "true")
            .property("xmpp.auth.sasl2.require-tls", "false"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void populate() {
        scenario = new Scenario(server);
        service = scenario.pushService("push");
        devices = new Devices(scenario, service);
        alice = scenario.user("alice");
        bob = scenario.raw(scenario.user("bob"), "desktop");
        // So that a device without a session is pushed to while others of the user have one.
        scenario.property("cloudnotify.archive-trigger", "always");
    }

    @AfterEach
    void end() {
        scenario.close();
    }

    private RawClient client(String userAgent) {
        var client = new RawClient(server.ports().client(), server.domain(), alice.name(), alice.password()).userAgent(userAgent);
        scenario.atEnd(client::close);
        return client;
    }

    /** A phone that is online and registered, with its resource for a node. */
    private RawClient phone(String userAgent, String resource) {
        RawClient phone = client(userAgent).login(resource).enableStreamManagement(true);
        phone.enablePush(service.jid(), resource);
        return devices.quiet(scenario.online(phone));
    }

    @Test
    void aRegistrationRemembersTheUserAgent() {
        scenario.leave(phone(thisPhone, "phone"));
        assertEquals(thisPhone, scenario.control().database().query("SELECT userAgent FROM ofCloudNotify WHERE username = ?", alice.name())
            .get(0).get("useragent"));
        bob.chat(alice.jid(), "Away");
        assertEquals("phone", service.awaitPush().node());
        scenario.assertNoWarnings();
    }

    @Test
    void aDeviceThatComesBackWithAnotherResourceIsTheSameDevice() {
        scenario.leave(phone(thisPhone, "phone.1"));
        scenario.leave(phone(UUID.randomUUID().toString(), "tablet"));
        RawClient back = devices.quiet(scenario.online(client(thisPhone).login("phone.2").enableStreamManagement(true)));
        bob.chat(back.jid(), "Here");
        back.awaitMessage("Here");
        assertEquals("tablet", service.awaitPush().node());
        service.assertNoPushWithin(Devices.SILENCE);
        devices.hibernate(back);
        bob.chat(back.jid(), "Asleep");
        service.awaitPush("phone.1");
        scenario.assertNoWarnings();
    }

    @Test
    void anotherDeviceWithTheSameResourceIsNot() {
        scenario.leave(phone(thisPhone, "phone"));
        RawClient other = devices.quiet(scenario.online(client(UUID.randomUUID().toString()).login("phone").enableStreamManagement(true)));
        bob.chat(other.jid(), "For the other");
        other.awaitMessage("For the other");
        assertEquals("phone", service.awaitPush().node());
    }

    @Test
    void aSessionThatIsResumedAfterTheAuthenticationIsNotPushedTo() {
        RawClient phone = phone(thisPhone, "phone");
        devices.hibernate(phone);
        bob.chat(phone.jid(), "Asleep");
        assertEquals("phone", service.awaitPush().node());
        Devices.resume(phone);
        phone.awaitMessage("Asleep");
        devices.quiet(phone);
        bob.chat(phone.jid(), "Awake");
        phone.awaitMessage("Awake");
        service.assertNoPushWithin(Devices.SILENCE);
        devices.hibernate(phone);
        bob.chat(phone.jid(), "Asleep again");
        assertEquals("phone", service.awaitPush().node());
        scenario.assertNoWarnings();
    }

    @Test
    void whatIsBoundInsideTheAuthenticationIsTheSameDevice() {
        scenario.leave(phone(thisPhone, "phone"));
        scenario.leave(phone(UUID.randomUUID().toString(), "tablet"));
        RawClient back = client(thisPhone);
        ask(back);
        Lack.NO_BIND2.assumeNot(!back.offersInline(BIND2));
        back.bindInline("phone");
        assertTrue(!back.jid().endsWith("/phone"), back.jid());
        devices.quiet(scenario.online(back));
        bob.chat(back.jid(), "Here");
        back.awaitMessage("Here");
        assertEquals("tablet", service.awaitPush().node());
        service.assertNoPushWithin(Devices.SILENCE);
        devices.hibernate(back);
        bob.chat(back.jid(), "Asleep");
        service.awaitPush("phone");
        scenario.assertNoWarnings();
    }

    @Test
    void aSessionThatIsResumedInsideTheAuthenticationIsNotPushedTo() {
        RawClient phone = client(thisPhone);
        ask(phone);
        Lack.NO_BIND2.assumeNot(!phone.offersInline(BIND2));
        Lack.NO_INLINE_RESUME.assumeNot(!phone.offersInline(MANAGEMENT));
        phone.bindInline("phone").enablePush(service.jid(), "phone");
        devices.hibernate(scenario.online(phone));
        bob.chat(phone.jid(), "Asleep");
        assertEquals("phone", service.awaitPush().node());
        assertTrue(phone.resumeInline());
        phone.awaitMessage("Asleep");
        devices.quiet(phone);
        bob.chat(phone.jid(), "Awake");
        phone.awaitMessage("Awake");
        service.assertNoPushWithin(Devices.SILENCE);
        devices.hibernate(phone);
        bob.chat(phone.jid(), "Asleep again");
        assertEquals("phone", service.awaitPush().node());
        scenario.assertNoWarnings();
    }

    /** Logs in and out once, which shows what the server offers. */
    private void ask(RawClient client) {
        client.login("asks");
        scenario.leave(client);
    }
}
