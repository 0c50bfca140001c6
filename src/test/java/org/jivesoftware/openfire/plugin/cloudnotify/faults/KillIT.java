package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** The server's process is killed in the middle of a thousand enables: every one that was answered is there after the restart. */
class KillIT {

    private static final int USERS = 20;
    private static final int NODES = 50;
    private static final int ENOUGH = 400;

    @Test
    void everyAnsweredEnableSurvivesSigkill() {
        try (TestServer server = TestServer.start(ServerConfig.usual().named("kill").onDisk().property("cloudnotify.max-devices", "100"));
             Scenario scenario = new Scenario(server)) {
            String service = "push." + server.domain();
            List<TestUser> users = new ArrayList<>();
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                users.add(scenario.user("kill"));
                clients.add(scenario.raw(users.get(i), "phone"));
            }
            String options = XmppClient.publishOptions("secret", "s3cret");
            for (int node = 0; node < NODES; node++) {
                for (RawClient client : clients) {
                    client.send("<iq type='set' id='n" + node + "'><enable xmlns='urn:xmpp:push:0' jid='" + service + "' node='n" + node
                        + "'>" + options + "</enable></iq>");
                }
            }
            scenario.await(ENOUGH + " answers", () -> clients.stream().mapToInt(client -> answered(client).size()).sum() >= ENOUGH);
            server.kill();
            clients.forEach(client -> client.awaitEnd(XmppClient.PATIENCE));
            int answered = 0;
            int stored = 0;
            server.start();
            for (int i = 0; i < USERS; i++) {
                List<String> nodes = scenario.control().database().query("SELECT node FROM ofCloudNotify WHERE username = ?",
                    users.get(i).name()).stream().map(row -> row.get("node")).toList();
                assertEquals(nodes.size(), new HashSet<>(nodes).size(), "doubled");
                Set<String> lost = answered(clients.get(i));
                answered += lost.size();
                stored += nodes.size();
                lost.removeAll(nodes);
                assertEquals(Set.of(), lost);
            }
            assertTrue(answered < USERS * NODES, "The kill came too late");
            everyRowWorks(scenario, users.get(0));
            Figures.print("SIGKILL after " + answered + " of " + USERS * NODES + " enables were answered", USERS + " clients, "
                + NODES + " enables each at once", "all " + answered + " are there after the restart, " + stored
                + " rows altogether, none doubled; every row of a user is pushed to, with its options");
        }
    }

    private static Set<String> answered(RawClient client) {
        Set<String> nodes = new HashSet<>();
        client.received().all().stream().filter(stanza -> "result".equals(stanza.attributeValue("type")))
            .forEach(stanza -> nodes.add(stanza.attributeValue("id")));
        nodes.remove("bind");
        return nodes;
    }

    private static void everyRowWorks(Scenario scenario, TestUser user) {
        PushService service = new PushService(scenario.server().ports().component(), "push." + scenario.server().domain(),
            ServerConfig.COMPONENT_SECRET);
        scenario.atEnd(service::close);
        service.connect();
        int rows = scenario.control().database().query("SELECT node FROM ofCloudNotify WHERE username = ?", user.name()).size();
        scenario.raw(scenario.user("writer"), "desktop").chat(user.jid(), "After the kill");
        service.awaitPushes(rows, XmppClient.PATIENCE).forEach(push -> assertTrue(push.xml().contains("s3cret"), push::xml));
    }
}
