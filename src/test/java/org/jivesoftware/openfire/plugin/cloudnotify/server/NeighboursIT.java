package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Lack;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.PropertyCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.junit.jupiter.api.Test;

/** Properties whose names begin with another's survive all that the plugin does to that one, in memory and in the database. */
class NeighboursIT {

    private static final Map<String, String> NEIGHBOURS = Map.of("cloudnotify.important-body", "Ring!", "cloudnotify.metrics-token",
        "0123456789abcdef", "cloudnotify.imported-by-me", "kept", "cloudnotify.max-devices-elsewhere", "9");

    @Test
    void nobodysPropertiesAreGoneAfterAnImportAndARestart() {
        try (TestServer server = TestServer.start(ServerConfig.usual().named("neighbours").onDisk());
             Scenario scenario = new Scenario(server)) {
            PropertyCommands properties = server.control().properties();
            NEIGHBOURS.forEach(properties::set);
            properties.set("cloudnotify.metrics", "true");
            TestUser alice = scenario.user("alice");
            scenario.raw(alice, "phone").enablePush("push." + server.domain(), "node");
            for (int i = 0; i < 2; i++) {
                properties.set("cloudnotify.import", "true");
                scenario.await("the import is done", () -> "false".equals(properties.get("cloudnotify.import")));
            }
            properties.set("cloudnotify.metrics", "false");
            assertAllThere(properties);
            server.restart();
            assertAllThere(server.control().properties());

            PushService service = new PushService(server.ports().component(), "push." + server.domain(), ServerConfig.COMPONENT_SECRET);
            scenario.atEnd(service::close);
            service.connect();
            scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "After the restart");
            assertEquals("Ring!", service.awaitPush().body());

            // The control: this Openfire takes them along where one is deleted.
            server.control().properties().delete("cloudnotify.import");
            server.restart();
            boolean takesOthers = Lack.DELETED_PROPERTY_TAKES_OTHERS.holds();
            assertEquals(takesOthers ? null : "Ring!", server.control().properties().get("cloudnotify.important-body"));
            assertEquals(takesOthers ? null : "kept", server.control().properties().get("cloudnotify.imported-by-me"));
        }
    }

    private static void assertAllThere(PropertyCommands properties) {
        NEIGHBOURS.forEach((name, value) -> assertEquals(value, properties.get(name), name));
    }
}
