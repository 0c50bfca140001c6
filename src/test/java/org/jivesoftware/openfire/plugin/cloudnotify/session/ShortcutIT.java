package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.TestClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Which thread pushes on a real server: the one that routes, but never where it would have to wait. The log tells. */
@IntegrationTest
class ShortcutIT {

    private static final String WORKER = "[cloudnotify-worker-";
    /** The lane may be busy with something else when one of them comes. */
    private static final int TRIES = 20;

    @Test
    void theThreadThatRoutesAMessagePushesForItToAComponent(Scenario scenario) {
        PushService service = scenario.pushService("push");
        TestUser alice = scenario.user("alice");
        TestClient phone = scenario.client(alice, "phone");
        phone.enablePush(service.jid(), "node-1");
        scenario.leave(phone);
        assertTrue(routed(scenario, service, alice, "OFFLINE"));
    }

    @Test
    void itDoesSoForASleepingSessionToo(Scenario scenario) {
        PushService service = scenario.pushService("push");
        TestUser alice = scenario.user("alice");
        RawClient phone = scenario.raw(alice, "phone").enableStreamManagement(true);
        phone.enablePush(service.jid(), "node-1");
        scenario.detach(scenario.online(phone));
        assertTrue(routed(scenario, service, alice, "HIBERNATED"));
    }

    @Test
    void whereAServiceIsOnAnotherServerTheLaneDoes(Scenario scenario) {
        PushService service = scenario.pushService("push");
        TestUser alice = scenario.user("alice");
        TestClient phone = scenario.client(alice, "phone");
        phone.enablePush(service.jid(), "node-1");
        phone.enablePush("push.elsewhere.invalid", "node-2");
        scenario.leave(phone);
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        scenario.property("cloudnotify.with-body", "true");
        for (int i = 0; i < TRIES; i++) {
            push(service, alice, bob, i);
        }
        List<String> pushed = pushed(scenario, alice, "OFFLINE", service.jid());
        assertEquals(TRIES, pushed.size());
        assertEquals(List.of(), pushed.stream().filter(line -> !line.startsWith(WORKER)).toList());
    }

    private static boolean routed(Scenario scenario, PushService service, TestUser alice, String trigger) {
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        scenario.property("cloudnotify.with-body", "true");
        for (int i = 0; i < TRIES; i++) {
            push(service, alice, bob, i);
            if (pushed(scenario, alice, trigger, service.jid()).stream().anyMatch(line -> !line.startsWith(WORKER))) {
                return true;
            }
        }
        return false;
    }

    /** One push after the other, each with a body, so that none waits for another. */
    private static void push(PushService service, TestUser alice, XmppClient bob, int number) {
        bob.chat(alice.jid(), "Message " + number);
        service.pushes().await(push -> ("Message " + number).equals(push.body()), XmppClient.PATIENCE);
    }

    private static List<String> pushed(Scenario scenario, TestUser alice, String trigger, String service) {
        return scenario.server().log().since(scenario.logMark(), "org.jivesoftware.openfire.plugin.cloudnotify.activity.DebugLog").stream()
            .map(line -> line.text()).filter(text ->
            text.contains(trigger + ": PUSHED for user " + alice.name() + ", service " + service + ","))
            .toList();
    }
}
