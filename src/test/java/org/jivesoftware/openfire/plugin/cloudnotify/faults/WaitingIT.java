package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** What waits for a service outlives a restart, a reload and a SIGKILL, once for each device that did not come back, with its count. */
class WaitingIT {

    private static final int USERS = 4;
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final List<TestUser> users = new ArrayList<>();

    @Test
    void whatWaitsIsKept() {
        ServerConfig config = ServerConfig.usual().named("waiting").onDisk().property("cloudnotify.merge-window", "0")
            .property("cloudnotify.with-body", "true");
        try (TestServer server = TestServer.start(config); Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            for (int i = 0; i < USERS; i++) {
                users.add(scenario.user("waiting" + i));
                RawClient phone = scenario.raw(users.get(i), "phone");
                phone.enablePush(service.jid(), users.get(i).name());
                scenario.leave(phone);
            }
            scenario.disconnect(service);
            write(scenario, 2, 2);
            awaitKept(scenario);
            assertFalse(rows(scenario).toString().contains("ecret"), "what is kept says nothing of what they wrote");
            write(scenario, 1, 3);

            server.restart();
            RawClient back = scenario.online(scenario.raw(users.get(0), "phone"));
            service = connect(scenario, service.jid());
            assertEquals(counts(3, 1), counts(service.awaitPushes(USERS - 1, XmppClient.PATIENCE)));
            service.assertNoPushWithin(SILENCE);
            scenario.await("nothing is kept any more", () -> rows(scenario).isEmpty());

            scenario.leave(back);
            scenario.disconnect(service);
            service.pushes().clear();
            write(scenario, 1, -1);
            awaitKept(scenario);
            server.control().plugins().unload("cloudnotify");
            server.control().plugins().load("cloudnotify");
            write(scenario, 1, -1);
            scenario.await("all messages are kept", () -> kept(scenario, 5) == USERS - 1 && kept(scenario, 2) == 1);

            server.kill();
            server.start();
            service = connect(scenario, service.jid());
            Map<String, Integer> expected = counts(5, 1);
            expected.put(users.get(0).name(), 2);
            assertEquals(expected, counts(service.awaitPushes(USERS, XmppClient.PATIENCE)));
            service.assertNoPushWithin(SILENCE);
        }
    }

    /** Somebody writes to all. */
    private void write(Scenario scenario, int messages, int stored) {
        RawClient bob = scenario.raw(scenario.user("writer"), "desktop");
        for (TestUser user : users) {
            for (int i = 0; i < messages; i++) {
                bob.chat(user.jid(), "Secret " + i);
            }
        }
        if (stored > 0) {
            users.forEach(user -> scenario.awaitStoredOffline(user, stored));
        }
    }

    private static List<Map<String, String>> rows(Scenario scenario) {
        return scenario.control().database().query("SELECT * FROM ofCloudNotifyWaiting");
    }

    private static long kept(Scenario scenario, int count) {
        return rows(scenario).stream().filter(row -> row.get("causes").contains(" " + count + " ")).count();
    }

    private static void awaitKept(Scenario scenario) {
        scenario.await("all are kept", () -> rows(scenario).size() == USERS);
    }

    private static PushService connect(Scenario scenario, String jid) {
        PushService service = new PushService(scenario.server().ports().component(), jid, ServerConfig.COMPONENT_SECRET);
        scenario.atEnd(service::close);
        return service.connect();
    }

    private Map<String, Integer> counts(int count, int from) {
        Map<String, Integer> counts = new TreeMap<>();
        users.subList(from, USERS).forEach(user -> counts.put(user.name(), count));
        return counts;
    }

    private static Map<String, Integer> counts(List<Push> pushes) {
        Map<String, Integer> counts = new TreeMap<>();
        pushes.forEach(push -> assertEquals(null, counts.put(push.node(), push.messageCount()), "twice"));
        return counts;
    }
}
