package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** What was stored while no plugin ran wakes each device once, after the start (behaviour §2, "At the start"). */
class PushAtStartIT {

    private static final String PLUGIN = "cloudnotify";
    /** The look at the table comes a few seconds after the start. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static ServerConfig config(String name) {
        return ServerConfig.usual().named(name).onDisk().property("cloudnotify.max-hibernation", "0");
    }

    @Test
    void whatWasStoredWhileThePluginWasAwayIsPushedOnce() {
        try (TestServer server = TestServer.start(config("at-start")); Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            Devices devices = new Devices(scenario, service);
            TestUser alice = scenario.user("alice");
            TestUser back = scenario.user("back");
            TestUser asleep = scenario.user("asleep");
            scenario.leave(devices.phone(alice, "alice"));
            scenario.leave(devices.phone(back, "back"));
            devices.hibernate(devices.phone(asleep, "asleep"));
            RawClient bob = scenario.raw(scenario.user("bob"), "desktop");
            bob.chat(alice.jid(), "pushed before");
            bob.chat(asleep.jid(), "pushed before");
            assertEquals(Map.of("alice", 1, "asleep", 1), counts(service, 2));
            service.assertNoPushWithin(Devices.SILENCE);

            server.control().plugins().unload(PLUGIN);
            bob.chat(alice.jid(), "one");
            bob.chat(alice.jid(), "two");
            bob.chat(back.jid(), "fetched before the start");
            bob.chat(asleep.jid(), "for a session that ends");
            scenario.awaitStoredOffline(alice, 3);
            scenario.awaitStoredOffline(back, 1);
            scenario.timeOutDetached(asleep);
            scenario.awaitStoredOffline(asleep, 2);
            RawClient phone = scenario.online(scenario.raw(back, "phone"));
            phone.awaitMessage("fetched before the start");
            scenario.leave(phone);
            server.control().plugins().load(PLUGIN);
            assertEquals(Map.of("alice", 3, "asleep", 2), counts(service, 2));
            service.assertNoPushWithin(SILENCE);

            server.control().plugins().unload(PLUGIN);
            server.control().plugins().load(PLUGIN);
            service.assertNoPushWithin(SILENCE);
            bob.chat(alice.jid(), "news");
            assertEquals("alice", service.awaitPush().node());

            server.control().plugins().unload(PLUGIN);
            bob.chat(alice.jid(), "before the server starts anew");
            scenario.awaitStoredOffline(alice, 5);
            server.restart();
            service = new PushService(server.ports().component(), service.jid(), ServerConfig.COMPONENT_SECRET);
            scenario.atEnd(service::close);
            service.connect();
            if (!server.control().plugins().loaded(PLUGIN)) {
                server.control().plugins().load(PLUGIN);
            }
            assertEquals(Map.of("alice", 5), counts(service, 1));
            service.assertNoPushWithin(SILENCE);
        }
    }

    /** Its session is there before and after. */
    @Test
    void whatCameForASleepingSessionMeanwhileIsPushedOnce() {
        try (TestServer server = TestServer.start(config("slept-on")); Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            Devices devices = new Devices(scenario, service);
            TestUser alice = scenario.user("alice");
            devices.hibernate(devices.phone(alice, "alice"));
            RawClient bob = scenario.raw(scenario.user("bob"), "desktop");
            // Without ids, which would tell that they were pushed.
            bob.send("<message type='chat' to='" + alice.jid() + "'><body>before</body></message>");
            assertEquals(Map.of("alice", 1), counts(service, 1));
            server.control().plugins().unload(PLUGIN);
            bob.send("<message type='chat' to='" + alice.jid() + "'><body>meanwhile</body></message>");
            scenario.await("it waits", () -> server.control().sessions().of(alice.name()).get(0).unacked() == 2);
            server.control().plugins().load(PLUGIN);
            assertEquals("alice", service.awaitPush().node());
            service.assertNoPushWithin(SILENCE);
            scenario.timeOutDetached(alice);
            scenario.awaitStoredOffline(alice, 2);
            service.assertNoPushWithin(Devices.SILENCE);
            bob.chat(alice.jid(), "news");
            assertEquals("alice", service.awaitPush().node());
        }
    }

    @Test
    void wherePushAtStartIsOffNothingIs() {
        try (TestServer server = TestServer.start(config("not-at-start").property("cloudnotify.push-at-start", "false"));
             Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            TestUser alice = scenario.user("alice");
            scenario.leave(new Devices(scenario, service).phone(alice, "alice"));
            RawClient bob = scenario.raw(scenario.user("bob"), "desktop");
            server.control().plugins().unload(PLUGIN);
            bob.chat(alice.jid(), "meanwhile");
            scenario.awaitStoredOffline(alice, 1);
            server.control().plugins().load(PLUGIN);
            service.assertNoPushWithin(SILENCE);
            scenario.property("cloudnotify.push-at-start", "true");
            service.assertNoPushWithin(SILENCE);
            bob.chat(alice.jid(), "news");
            assertEquals("alice", service.awaitPush().node());
        }
    }

    private static Map<String, Integer> counts(PushService service, int pushes) {
        Map<String, Integer> counts = new HashMap<>();
        for (Push push : service.awaitPushes(pushes, XmppClient.PATIENCE)) {
            assertEquals(null, counts.put(push.node(), push.messageCount()), "twice");
        }
        return counts;
    }
}
