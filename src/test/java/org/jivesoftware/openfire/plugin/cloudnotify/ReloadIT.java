package org.jivesoftware.openfire.plugin.cloudnotify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.Leftovers;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Unloading the plugin leaves nothing of it behind; loading it again finds everything. */
class ReloadIT {

    private static final String PLUGIN = "cloudnotify";

    @Test
    void fiveReloadsLeaveNothingBehindAndLoseNoRegistration() {
        try (TestServer server = TestServer.start(ServerConfig.usual().named("reload")); Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            TestUser alice = scenario.user("alice");
            XmppClient phone = scenario.raw(alice, "phone");
            phone.enablePush(service.jid(), "node");
            scenario.leave(phone);
            XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
            Map<String, Integer> unloaded = null;
            for (int i = 1; i <= 5; i++) {
                // In use each time, so that everything that is created on demand is there to be left behind.
                bob.chat(alice.jid(), "Before unload " + i);
                assertEquals("node", service.awaitPush().node());
                Leftovers leftovers = server.control().plugins().unload(PLUGIN);
                assertEquals(List.of(), leftovers.threads());
                assertEquals(List.of(), leftovers.registrations().entrySet().stream().filter(entry -> entry.getValue() > 0)
                    .map(Map.Entry::getKey).toList());
                assertTrue(leftovers.classLoaderCollected(), "The class loader of load " + i + " is still there: " + leftovers);
                // Features, namespaces and the like are texts, which no class loader owns: their number must not grow.
                Map<String, Integer> now = server.control().plugins().registrations();
                assertEquals(unloaded == null ? now : unloaded, now);
                unloaded = now;
                server.control().plugins().load(PLUGIN);
            }
            bob.chat(alice.jid(), "After all");
            assertEquals("node", service.awaitPush().node());
            scenario.assertNoWarnings();
        }
    }

    /** The plugin that ran before has pushed it. */
    @Test
    void whatWaitsInAHibernatedSessionIsNotPushedAgainAfterAReload() {
        try (TestServer server = TestServer.start(ServerConfig.usual()
            .named("reload-hibernated")); Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            Devices devices = new Devices(scenario, service);
            TestUser alice = scenario.user("alice");
            devices.hibernate(devices.phone(alice, "phone"));
            XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
            bob.chat(alice.jid(), "before");
            assertEquals("phone", service.awaitPush().node());
            server.control().plugins().unload(PLUGIN);
            server.control().plugins().load(PLUGIN);
            bob.chat(alice.jid(), "after");
            assertEquals("phone", service.awaitPush().node());
            scenario.timeOutDetached(alice);
            scenario.awaitStoredOffline(alice, 2);
            service.assertNoPushWithin(Devices.SILENCE);
            bob.chat(alice.jid(), "news");
            assertEquals("phone", service.awaitPush().node());
        }
    }

    /** A device that only seems to be connected was pushed a message and a call; neither is news to the plugin that is loaded then. */
    @Test
    void whatAConnectedDeviceDidNotAcknowledgeIsNotPushedAgainAfterAReload() {
        try (TestServer server = TestServer.start(ServerConfig.usual().named("reload-silent").property("cloudnotify.max-ack-delay", "1")
            .property("cloudnotify.merge-window", "0")); Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            TestUser alice = scenario.user("alice");
            RawClient phone = new Devices(scenario, service).phone(alice, "phone");
            RawClient bob = scenario.raw(scenario.user("bob"), "desktop");
            phone.acknowledging(false);
            bob.chat(alice.jid(), "late");
            assertEquals(1, service.awaitPush().messageCount());
            bob.send("<message to='" + alice.jid() + "' type='chat' id='" + XmppClient.newId()
                + "'><propose xmlns='urn:xmpp:jingle-message:0' id='c1'/></message>");
            assertEquals(2, service.awaitPush().messageCount());
            server.control().plugins().unload(PLUGIN);
            server.control().plugins().load(PLUGIN);
            service.assertNoPushWithin(Devices.SILENCE);
            bob.chat(alice.jid(), "late again");
            service.awaitPush();
            scenario.detach(phone);
            service.assertNoPushWithin(Devices.SILENCE);
            scenario.timeOutDetached(alice);
            service.assertNoPushWithin(Devices.SILENCE);
            bob.chat(alice.jid(), "news");
            assertEquals("phone", service.awaitPush().node());
        }
    }

    /** It comes out of the store, is not acknowledged and waits in a session: a copy, of which the plugin that ran before knew. */
    @Test
    void whatWasPushedBeforeAReloadOrARestartIsNotPushedAgain() {
        ServerConfig config = ServerConfig.usual().named("pushed").onDisk().property("cloudnotify.merge-window", "0")
            .property("cloudnotify.max-ack-delay", "1").property("cloudnotify.max-hibernation", "0");
        try (TestServer server = TestServer.start(config); Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            TestUser alice = scenario.user("alice");
            scenario.leave(new Devices(scenario, service).phone(alice, "phone"));
            for (String before : List.of("reload", "restart")) {
                scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), before);
                assertEquals("phone", service.awaitPush().node());
                if (before.equals("reload")) {
                    server.control().plugins().unload(PLUGIN);
                    server.control().plugins().load(PLUGIN);
                } else {
                    server.restart();
                    service = new PushService(server.ports().component(), service.jid(), ServerConfig.COMPONENT_SECRET);
                    scenario.atEnd(service::close);
                    service.connect();
                }
                RawClient phone = scenario.rawResumable(alice, "phone");
                phone.acknowledging(false);
                phone.available();
                phone.awaitMessage(before);
                scenario.detach(phone);
                service.assertNoPushWithin(Devices.SILENCE);
                scenario.timeOutDetached(alice);
                scenario.awaitStoredOffline(alice, 1);
                service.assertNoPushWithin(Devices.SILENCE);
                scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "news");
                assertEquals("phone", service.awaitPush().node());
                // Nothing is left for the next round.
                RawClient all = scenario.online(scenario.raw(alice, "all"));
                all.awaitMessage("news");
                scenario.leave(all);
            }
        }
    }

    @Test
    void aNewAccountInheritsNothingThoughThePluginDidNotSeeTheDeletion() {
        try (TestServer server = TestServer.start(ServerConfig.usual().named("inherit")); Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            TestUser alice = scenario.user("alice");
            TestUser carol = scenario.user("carol");
            for (TestUser user : List.of(alice, carol)) {
                XmppClient phone = scenario.raw(user, "phone");
                phone.enablePush(service.jid(), user.name());
                scenario.leave(phone);
            }
            server.control().plugins().unload(PLUGIN);
            server.control().users().delete(alice.name());
            server.control().users().create(alice.name(), alice.password());
            server.control().plugins().load(PLUGIN);
            XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
            bob.chat(alice.jid(), "For whoever has the name now");
            bob.chat(carol.jid(), "For somebody who stayed");
            assertEquals(carol.name(), service.awaitPush().node());
            service.assertNoPushWithin(Duration.ofSeconds(2));
            scenario.await("nothing is left of the old one", () -> server.control().database()
                .query("SELECT node FROM ofCloudNotify WHERE username = ?", alice.name()).isEmpty());
            XmppClient phone = scenario.raw(alice, "phone");
            phone.enablePush(service.jid(), "new");
            scenario.leave(phone);
            bob.chat(alice.jid(), "For the new one");
            service.awaitPush("new");
        }
    }

    @Test
    void registrationsSurviveARestart() {
        try (TestServer server = TestServer.start(ServerConfig.usual().named("restart").onDisk());
             Scenario scenario = new Scenario(server)) {
            TestUser alice = scenario.user("alice");
            scenario.raw(alice, "phone").enablePush("push." + server.domain(), "node", XmppClient.publishOptions("b", "2", "a", "1"));
            server.restart();
            PushService service = new PushService(server.ports().component(), "push." + server.domain(), ServerConfig.COMPONENT_SECRET);
            scenario.atEnd(service::close);
            service.connect();
            scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "After the restart");
            assertEquals("node", service.awaitPush().node());
        }
    }
}
