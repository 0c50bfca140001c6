package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Call proposals (behaviour §2 "Urgent"). */
@IntegrationTest
class CallIT {

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    CallIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
    }

    @Test
    void aProposalWakesDevicesThatLookConnectedToo() {
        RawClient phone = devices.phone(alice, "phone");
        phone.acknowledging(false);
        devices.hibernate(devices.phone(alice, "tablet"));
        call(bob, alice.jid(), "propose");
        assertEquals(List.of("phone", "tablet"), service.awaitPushes(2, XmppClient.PATIENCE).stream().map(Push::node).sorted().toList());
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void otherSignalsOfACallWakeNobodyWhoIsConnected() {
        RawClient phone = devices.phone(alice, "phone");
        for (String signal : List.of("retract", "accept", "proceed", "reject")) {
            call(bob, alice.jid(), signal);
        }
        call(bob, alice.jid(), "ringing");
        service.assertNoPushWithin(Devices.SILENCE);
        call(bob, phone.jid(), "propose");
        service.awaitPush();
    }

    /** Openfire stores the proposal offline, and says so before anything else does. */
    @Test
    void aCallToSomebodyWhoIsAwayIsNeitherMergedNorLate() {
        scenario.property("cloudnotify.merge-window", "60");
        RawClient phone = devices.phone(alice, "phone");
        scenario.leave(phone);
        bob.chat(alice.jid(), "Are you there?");
        service.awaitPush();
        bob.chat(alice.jid(), "Hello?");
        call(bob, alice.jid(), "propose");
        // What waited goes ahead, long before its time.
        assertEquals(List.of(2, 3), service.awaitPushes(2, Duration.ofSeconds(40)).stream().map(Push::messageCount).toList());
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void theDeviceThatCallsIsNotWoken() {
        RawClient phone = devices.phone(alice, "phone");
        devices.phone(alice, "tablet");
        call(phone, alice.jid(), "propose");
        assertEquals("tablet", service.awaitPush().node());
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void whoIsBlockedDoesNotRing() {
        RawClient phone = devices.phone(alice, "phone");
        RawClient carol = scenario.raw(scenario.user("carol"), "desktop");
        carol.available();
        phone.request("<iq type='set' id='list'><query xmlns='jabber:iq:privacy'><list name='blocked'><item type='jid' value='"
            + bob.bareJid() + "' action='deny' order='1'/></list></query></iq>");
        phone.request("<iq type='set' id='default'><query xmlns='jabber:iq:privacy'><default name='blocked'/></query></iq>");
        call(bob, alice.jid(), "propose");
        call(bob, phone.jid(), "propose");
        service.assertNoPushWithin(Devices.SILENCE);
        call(carol, alice.jid(), "propose");
        service.awaitPush();
    }

    private static void call(XmppClient caller, String to, String signal) {
        caller.send("<message to='" + to + "' type='chat' id='" + XmppClient.newId() + "'><" + signal
            + " xmlns='urn:xmpp:jingle-message:0' id='" + XmppClient.newId() + "'>"
            + "<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></" + signal + "></message>");
    }
}
