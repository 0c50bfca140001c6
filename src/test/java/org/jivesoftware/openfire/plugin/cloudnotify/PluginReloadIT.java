package org.jivesoftware.openfire.plugin.cloudnotify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.junit.jupiter.api.Test;

/** Loading and unloading the plugin while the server runs leaves nothing of it behind. */
@IntegrationTest
class PluginReloadIT {
    private static final String PLUGIN = "cloudnotify";
    private static final int TIMES = 5;

    @Test
    void nothingIsLeftBehind() {
        try (var server = TestServer.start(ServerConfig.usual().named("reload").withoutCloudNotify())) {
            var plugins = server.control().plugins();
            // Once without the plugin: Openfire makes some of its own caches and listeners at the first use.
            live(server, false);
            Map<String, Integer> before = plugins.registrations();
            plugins.install(PLUGIN, ServerConfig.pluginJar().toString());
            for (int i = 1; i <= TIMES; i++) {
                assertTrue(plugins.loaded(PLUGIN));
                live(server, true);
                var left = plugins.unload(PLUGIN);
                assertTrue(left.classLoaderCollected(), "Class loader is left after unloading " + i + " times: " + left);
                assertEquals(List.of(), left.threads());
                Map<String, Integer> now = plugins.registrations();
                if (i == 1) {
                    // The plugin is the first to ask for Openfire's audit log, which then listens to properties for good.
                    before.put("property listeners", now.get("property listeners"));
                }
                assertEquals(before, now);
                plugins.load(PLUGIN);
            }
            server.log().assertNoWarningsFrom("org.jivesoftware.openfire.plugin.cloudnotify");
        }
    }

    /** A day in the server's life: a phone that comes and goes, a service, a stored message, and a push where the plugin is. */
    private static void live(TestServer server, boolean withPlugin) {
        try (var scenario = new Scenario(server)) {
            var alice = scenario.user("alice");
            PushService service = scenario.pushService("push");
            var phone = scenario.online(scenario.raw(alice, "phone"));
            if (withPlugin) {
                phone.enablePush(service.jid(), "node");
            }
            scenario.leave(phone);
            scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "Hello");
            scenario.awaitStoredOffline(alice, 1);
            if (withPlugin) {
                service.awaitPush("node");
            }
        }
    }
}
