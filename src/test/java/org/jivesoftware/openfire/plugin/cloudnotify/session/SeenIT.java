package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.Test;

/** What a device has seen is no reason to push to it, whichever way a copy comes later (docs/behaviour.md §2, "Seen is seen"). */
@IntegrationTest
class SeenIT {

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final TestUser sender;
    private final RawClient bob;
    private final RawClient phone;
    private final RawClient laptop;

    SeenIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.sender = scenario.user("bob");
        this.bob = scenario.raw(sender, "desktop");
        bob.available();
        // Each stanza a push of its own, so that they can be counted.
        scenario.property("cloudnotify.merge-window", "0");
        phone = Devices.carbons(devices.phone(alice, "phone"));
        laptop = Devices.carbons(devices.desktop(alice, "laptop"));
        devices.hibernate(laptop);
        for (int i = 0; i < 3; i++) {
            bob.chat(alice.jid(), "read on the phone " + i);
        }
        phone.awaitMessage("read on the phone 2");
        devices.quiet(phone);
    }

    @Test
    void whatThePhoneHasReadDoesNotPushItWhenTheLaptopsSessionTimesOutWhileItSleeps() {
        service.assertNoPushWithin(Devices.SILENCE);
        devices.hibernate(phone);
        // The laptop's session, and not yet the phone's.
        scenario.control().sessions().expireDetached(Devices.SILENCE.toMillis() / 2);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "news");
        assertEquals("phone", service.awaitPush().node());
    }

    @Test
    void norWhenItHasLoggedOffAndTheLaptopsCopiesAreStoredOffline() {
        scenario.leave(phone);
        scenario.timeOutDetached(alice);
        scenario.awaitStoredOffline(alice, 3);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "news");
        assertEquals("phone", service.awaitPush().node());
    }

    /** As Smack does, whose client logs in anew and is not sure of what it sent last. */
    @Test
    void whatASenderRepeatsWithTheSameIdIsOneMessage() {
        devices.hibernate(phone);
        String message = "<message type='chat' id='same-id' to='" + alice.jid() + "'><body>once</body></message>";
        bob.send(message);
        assertEquals(1, service.awaitPush().messageCount());
        RawClient again = scenario.raw(sender, "desktop-again");
        again.send(message);
        bob.send("<message type='chat' id='another-id' to='" + alice.jid() + "'><body>once</body></message>");
        assertEquals(2, service.awaitPush().messageCount());
        service.assertNoPushWithin(Devices.SILENCE);
    }
}
