package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestCluster;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A relay of Push 2.0 that is connected to any node of two, and what it says of pushes from any (behaviour §12, §13). */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class RelayClusterIT extends ClusterRoom {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @BeforeAll
    static void start() {
        cluster = new TestCluster();
    }

    @BeforeEach
    void begin() {
        set("cloudnotify.web-push", "true");
    }

    @Test
    void anErrorCountsWhicheverNodeItComesTo() {
        for (int place = 0; place < 4; place++) {
            Scenario here = nodes.get(place & 1);
            PushService relay = nodes.get(place >> 1).pushService("relay");
            TestUser alice = nodes.get(0).user("alice");
            RawClient phone = here.raw(alice, "phone");
            RawClient bob = here.online(here.raw(here.user("bob"), "desk"));
            Element enabled = phone.request("<iq type='set' to='" + phone.bareJid() + "' id='" + XmppClient.newId()
                + "'><enable xmlns='urn:xmpp:push2:0'><service>" + relay.jid() + "</service><client>token</client>"
                + "<match profile='urn:xmpp:push2:match:important'><send xmlns='urn:xmpp:push2:send:notify-only:0'/></match>"
                + "</enable></iq>");
            assertEquals("result", enabled.attributeValue("type"), enabled::asXML);
            here.leave(phone);
            for (int errors = 1; errors <= 2; errors++) {
                bob.chat(alice.jid(), "message " + errors);
                Element told = relay.others().await(stanza -> stanza.getName().equals("message"), PATIENCE);
                relay.send("<message type='error' id='" + told.attributeValue("id") + "' from='" + relay.jid() + "' to='"
                    + told.attributeValue("from") + "'><error type='cancel'><item-not-found "
                    + "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
                String expected = String.valueOf(errors);
                here.await("error " + errors + " of a relay at node " + (place >> 1) + " of a push from node " + (place & 1),
                    () -> expected.equals(counted(here, alice)), PATIENCE);
            }
        }
    }

    private static String counted(Scenario scenario, TestUser user) {
        List<Map<String, String>> rows = scenario.control().database().query("SELECT goneCount FROM ofCloudNotify WHERE username = ?",
            user.name());
        return rows.isEmpty() ? null : rows.get(0).get("gonecount");
    }
}
