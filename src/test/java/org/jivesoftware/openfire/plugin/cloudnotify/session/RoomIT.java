package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /**
     * A session that cannot be resumed ends with its connection; on some versions of Openfire each does. What a room said and was not
     * acknowledged is then nowhere.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatARoomSaidJustBeforeTheConnectionWasLostIsPushed(boolean resumable, Scenario scenario) {
        scenario.property("cloudnotify.merge-window", "0");
        scenario.property("cloudnotify.with-body", "true");
        PushService service = scenario.pushService("push");
        TestUser alice = scenario.user("alice");
        RawClient bob = scenario.online(scenario.raw(scenario.user("bob"), "desktop"));
        String room = Rooms.create(scenario, bob, "membersonly", "1", "roomname", "team", "publicroom", "1", "whois", "moderators");
        Rooms.affiliate(bob, room, alice, "member");
        scenario.leave(new Devices(scenario, service).phone(alice, "tablet"));
        RawClient phone = scenario.raw(alice, "phone").enableStreamManagement(resumable);
        phone.enablePush(service.jid(), "phone");
        Rooms.join(scenario.online(phone), room + "/alice");
        Rooms.say(bob, room, "seen");
        phone.awaitMessage("seen");
        // Then it has been decided for the phone, too.
        assertEquals("tablet 1 seen", text(service.awaitPush()));
        Devices.quiet(scenario, phone);
        phone.acknowledging(false);
        Rooms.say(bob, room, "just before");
        phone.awaitMessage("just before");
        assertEquals("tablet 2 just before", text(service.awaitPush()));
        phone.cut();
        assertEquals("phone 1 just before", text(service.awaitPush()));
        service.assertNoPushWithin(Devices.SILENCE);
        Rooms.say(bob, room, "afterwards");
        assertEquals(List.of("phone 2 afterwards", "tablet 3 afterwards"),
            service.awaitPushes(2, XmppClient.PATIENCE).stream().map(RoomIT::text).sorted().toList());
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    private static String text(Push push) {
        return push.node() + " " + push.messageCount() + " " + push.body();
    }
}
