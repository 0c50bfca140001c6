package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** XEP-0357 §8 on a real server: services withdraw, and others try to. */
@IntegrationTest
class WithdrawalIT {

    private static final Duration SILENCE = Duration.ofMillis(700);

    @Test
    void theServiceRemovesTheRegistrationAndTheUserSeesNothing(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push");
        TestUser alice = devices.away(service);
        RawClient desktop = online(scenario, alice);
        service.revoke(alice.jid(), alice.name());
        scenario.await("removed", () -> devices.row(alice) == null);
        desktop.received().assertNone(stanza -> stanza.getName().equals("message"), SILENCE);
        scenario.leave(desktop);
        devices.write(alice);
        service.assertNoPushWithin(SILENCE);
    }

    @Test
    void fromAnotherAddressItIsAnOrdinaryMessage(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push");
        PushService other = scenario.pushService("other");
        TestUser alice = devices.away(service);
        RawClient desktop = online(scenario, alice);
        service.revokeAs("x@" + service.jid(), alice.jid(), alice.name());
        desktop.received().await(stanza -> stanza.element("pubsub") != null, XmppClient.PATIENCE);
        other.revoke(alice.jid(), alice.name());
        desktop.received().await(stanza -> stanza.element("pubsub") != null, XmppClient.PATIENCE);
        assertNotNull(devices.row(alice));
    }

    /** After a reload nothing is in memory: the message is decided about on a worker thread, and routed once more if need be. */
    @Test
    void withNothingInMemory(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push");
        PushService other = scenario.pushService("other");
        TestUser alice = devices.away(service);
        TestUser carol = devices.away(service);
        RawClient desktop = online(scenario, carol);
        scenario.control().plugins().unload("cloudnotify");
        scenario.control().plugins().load("cloudnotify");
        service.revoke(alice.jid(), alice.name());
        scenario.await("removed", () -> devices.row(alice) == null);
        other.revoke(carol.jid(), carol.name());
        desktop.received().await(stanza -> stanza.element("pubsub") != null, XmppClient.PATIENCE);
        assertNotNull(devices.row(carol));
        service.revoke(carol.jid(), carol.name());
        scenario.await("removed", () -> devices.row(carol) == null);
        desktop.received().assertNone(stanza -> stanza.element("pubsub") != null, SILENCE);
        scenario.assertNoWarnings();
    }

    /** Messages of a service come by another connection: they must not overtake the presence. */
    private static RawClient online(Scenario scenario, TestUser user) {
        RawClient desktop = scenario.raw(user, "desktop");
        desktop.available();
        scenario.await("available", () -> scenario.session(desktop).available());
        return desktop;
    }
}
