package org.jivesoftware.openfire.plugin.cloudnotify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Registrations outlive the server. */
class RestartIT {

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
