package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
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
        RawClient desktop = scenario.raw(alice, "desktop");
        desktop.available();
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
        RawClient desktop = scenario.raw(alice, "desktop");
        desktop.available();
        service.revokeAs("x@" + service.jid(), alice.jid(), alice.name());
        desktop.received().await(stanza -> stanza.element("pubsub") != null, Duration.ofSeconds(5));
        other.revoke(alice.jid(), alice.name());
        desktop.received().await(stanza -> stanza.element("pubsub") != null, Duration.ofSeconds(5));
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
        RawClient desktop = scenario.raw(carol, "desktop");
        desktop.available();
        scenario.control().plugins().unload("cloudnotify");
        scenario.control().plugins().load("cloudnotify");
        service.revoke(alice.jid(), alice.name());
        scenario.await("removed", () -> devices.row(alice) == null);
        other.revoke(carol.jid(), carol.name());
        desktop.received().await(stanza -> stanza.element("pubsub") != null, Duration.ofSeconds(5));
        assertNotNull(devices.row(carol));
        service.revoke(carol.jid(), carol.name());
        scenario.await("removed", () -> devices.row(carol) == null);
        desktop.received().assertNone(stanza -> stanza.element("pubsub") != null, SILENCE);
        scenario.assertNoWarnings();
    }
}
