package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.Test;

/** Connected sessions that do not acknowledge (behaviour §2 "Delayed acknowledgement"). */
@IntegrationTest
class AckDelayIT {

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    AckDelayIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
        scenario.property("cloudnotify.max-ack-delay", "3");
    }

    @Test
    void whoIsAskedAndDoesNotAcknowledgeIsPushed() {
        RawClient phone = devices.phone(alice, "phone");
        phone.acknowledging(false);
        phone.others().clear();
        long sent = System.nanoTime();
        bob.chat(alice.jid(), "anybody?");
        // The plugin asks after the first stanza; Openfire itself after five.
        phone.others().await(element -> element.getName().equals("r"), RawClient.PATIENCE);
        Push push = service.awaitPush();
        assertEquals("phone", push.node());
        assertTrue(push.arrivalNanos() - sent >= Duration.ofSeconds(3).toNanos(), "It had its time");
        scenario.detach(phone);
        service.assertNoPushWithin(Devices.SILENCE);
        Devices.resume(phone);
        phone.acknowledge();
        scenario.assertNoWarnings();
    }

    @Test
    void whoAcknowledgesIsNotPushed() {
        RawClient phone = devices.phone(alice, "phone");
        bob.chat(alice.jid(), "anybody?");
        phone.awaitMessage("anybody?");
        scenario.await("acknowledged", () -> scenario.session(phone).unacked() == 0);
        service.assertNoPushWithin(Duration.ofSeconds(5));
        phone.acknowledging(false);
        bob.chat(alice.jid(), "still there?");
        service.awaitPush();
    }

    @Test
    void sessionsWithoutARegistrationAreNotAsked() {
        RawClient phone = devices.phone(alice, "phone");
        RawClient desktop = devices.desktop(alice, "desktop");
        desktop.acknowledging(false);
        desktop.others().clear();
        bob.chat(desktop.jid(), "to the desktop");
        desktop.awaitMessage("to the desktop");
        desktop.others().assertNone(element -> element.getName().equals("r"), Duration.ofSeconds(5));
        service.assertNoPushWithin(Duration.ofMillis(100));
        phone.acknowledging(false);
        bob.chat(phone.jid(), "to the phone");
        assertEquals("phone", service.awaitPush().node());
    }
}
