package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.Leftovers;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.junit.jupiter.api.Test;

/** The plugin is unloaded and loaded while messages come: all arrive, and none is pushed twice. */
class ReloadUnderLoadIT {

    private static final int PHONES = 10;
    private static final int RELOADS = 2;

    @Test
    void reloadsUnderLoad() {
        try (TestServer server = TestServer.start(ServerConfig.usual().named("reload-load")); Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            List<TestUser> asleep = new ArrayList<>();
            for (int i = 0; i < PHONES; i++) {
                TestUser user = scenario.user("asleep");
                Talk.asleep(scenario, user, service);
                asleep.add(user);
            }
            Talk talk = Talk.begin(scenario, asleep);
            for (int i = 0; i < RELOADS; i++) {
                Set<String> before = talk.toAsleep();
                Talk.pause(1_500);
                Set<String> during = talk.toAsleep();
                during.removeAll(before);
                // What was written a moment ago may still be on its way.
                talk.lag();
                Talk.awaitPushed(scenario, service, during);
                Leftovers leftovers = scenario.control().plugins().unload("cloudnotify");
                assertTrue(leftovers.classLoaderCollected(), leftovers::toString);
                scenario.control().plugins().load("cloudnotify");
                // Sessions that were there before are taken over within a poll or two.
                Talk.pause(1_000);
            }
            talk.close();
            // Also what came while no plugin ran: it waits in sessions that outlived that.
            Talk.assertPushedOnce(scenario, service, talk.toAsleep());
            Figures.print("Plugin unloaded and loaded " + RELOADS + " times", talk.written() + " messages, 100 a second",
                "all arrived; all " + talk.toAsleep().size() + " for sleeping phones were pushed once, also what came while it was"
                + " away; no class loader left behind");
            scenario.assertNoWarnings();
        }
    }
}
