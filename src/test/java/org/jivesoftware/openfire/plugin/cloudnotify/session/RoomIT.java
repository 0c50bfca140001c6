package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.Test;

/** Occupants of a room (XEP-0045) whose session hibernates. */
@IntegrationTest
class RoomIT {

    @Test
    void anOccupantThatHibernatesIsPushedWhatIsSaidInTheRoom(Scenario scenario) {
        scenario.property("cloudnotify.merge-window", "0");
        PushService service = scenario.pushService("push");
        Devices devices = new Devices(scenario, service);
        RawClient phone = devices.phone(scenario.user("alice"), "phone");
        RawClient bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
        String room = Rooms.create(scenario, bob);
        Rooms.join(phone, room + "/alice");
        devices.hibernate(phone);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.send("<message type='groupchat' to='" + room + "'><body>Anybody here?</body></message>");
        assertEquals("phone", service.awaitPush().node());
        bob.send("<message type='groupchat' to='" + room + "'><body>Anybody here?</body></message>");
        assertEquals(2, service.awaitPush().messageCount());
        bob.send("<message type='groupchat' to='" + room + "'><subject>New subject</subject></message>");
        bob.send("<presence to='" + room + "/bob'><show>away</show></presence>");
        service.assertNoPushWithin(Devices.SILENCE);
        Devices.resume(phone);
        phone.awaitMessage("Anybody here?");
        scenario.assertNoWarnings();
    }
}
