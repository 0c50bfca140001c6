package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.Test;

/** Contacts that want to see the user's presence (behaviour §2 "Subscription request"). */
@IntegrationTest
class SubscriptionIT {

    @Test
    void aRequestThatWaitsWakesTheDevicesOfWhoIsAway(Scenario scenario) {
        PushService service = scenario.pushService("push");
        Devices devices = new Devices(scenario, service);
        // Who was pushed nothing important would be kept asleep, where the plugin can do that.
        scenario.property("cloudnotify.max-hibernation", "0");
        TestUser alice = scenario.user("alice");
        RawClient phone = devices.phone(alice, "phone");
        RawClient bob = scenario.raw(scenario.user("bob"), "desktop");
        RawClient carol = scenario.raw(scenario.user("carol"), "desktop");
        RawClient dora = scenario.raw(scenario.user("dora"), "desktop");
        String subscribe = "<presence type='subscribe' to='" + alice.jid() + "'/>";
        bob.send(subscribe);
        phone.received().await(stanza -> "subscribe".equals(stanza.attributeValue("type")), RawClient.PATIENCE);
        service.assertNoPushWithin(Devices.SILENCE);

        devices.hibernate(phone);
        carol.send(subscribe);
        assertEquals("2", service.awaitPush().summary().get("pending-subscription-count"));

        // The same contact again, in the same absence.
        carol.send(subscribe);
        service.assertNoPushWithin(Devices.SILENCE);

        scenario.timeOutDetached(alice);
        dora.send(subscribe);
        assertEquals("3", service.awaitPush().summary().get("pending-subscription-count"));
        scenario.assertNoWarnings();
    }
}
