package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.Test;

/** Which session is which device, where resources and nodes do not tell (docs/behaviour.md §1). */
@IntegrationTest
class SameDeviceIT {

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    SameDeviceIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
    }

    private RawClient client(String resource, String node) {
        RawClient client = scenario.rawResumable(alice, resource);
        client.enablePush(service.jid(), node);
        return devices.quiet(scenario.online(client));
    }

    @Test
    void aPhoneIsPushedThoughAnotherOneWithItsResourceIsOpen() {
        scenario.property("cloudnotify.archive-trigger", "always");
        scenario.leave(client("app", "one"));
        RawClient second = client("app", "two");
        bob.chat(alice.jid(), "to both");
        second.awaitMessage("to both");
        assertEquals("one", service.awaitPush().node());
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void whoEnablesAgainUnderAnotherResourceCountsAnew() {
        scenario.leave(client("phone.1", "phone"));
        bob.chat(alice.jid(), "one");
        assertEquals(1, service.awaitPush().messageCount());
        RawClient fresh = client("phone.2", "phone");
        fresh.awaitMessage("one");
        devices.hibernate(fresh);
        bob.chat(alice.jid(), "two");
        assertEquals(1, service.awaitPush().messageCount());
    }

    @Test
    void whatAnOpenTabAcknowledgesDoesNotPushForOneThatSleeps() {
        RawClient open = Devices.carbons(client("tab1", "browser"));
        RawClient closed = Devices.carbons(client("tab2", "browser"));
        devices.hibernate(closed);
        bob.chat(alice.jid(), "read in the open tab");
        open.awaitMessage("read in the open tab");
        service.assertNoPushWithin(Devices.SILENCE);
        open.acknowledging(false);
        scenario.detach(open);
        bob.chat(alice.jid(), "read nowhere");
        assertEquals("browser", service.awaitPush().node());
    }

    @Test
    void whatWaitsWhileTheDatabaseIsDownIsPushedWhenItIsBackWithoutAnotherStanza() {
        RawClient phone = devices.phone(alice, "phone");
        devices.hibernate(phone);
        // A plugin that was reloaded knows nobody yet.
        scenario.control().plugins().unload("cloudnotify");
        scenario.control().database().failStatementsWith("FROM ofCloudNotify WHERE userOrder");
        scenario.atEnd(scenario.control().database()::recover);
        scenario.control().plugins().load("cloudnotify");
        bob.chat(alice.jid(), "while nobody can be asked");
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.control().database().recover();
        assertEquals("phone", service.awaitPush().node());
        service.assertNoPushWithin(Devices.SILENCE);
    }
}
