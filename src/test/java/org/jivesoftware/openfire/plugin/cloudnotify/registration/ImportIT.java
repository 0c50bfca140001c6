package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.DatabaseCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Taking over the registrations of the other push plugin, on a running server. */
@IntegrationTest
class ImportIT {

    @Test
    void theOtherPluginsDevicesArePushedAfterTheImport(Scenario scenario) {
        PushService service = scenario.pushService("push");
        TestUser alice = scenario.user("alice");
        DatabaseCommands database = scenario.control().database();
        database.update("CREATE TABLE ofPushNotiService (username VARCHAR(64), service VARCHAR(255), node VARCHAR(255),"
            + " options LONGVARCHAR)");
        scenario.atEnd(() -> database.update("DROP TABLE ofPushNotiService"));
        String options = XmppClient.publishOptions("secret", "s3cret");
        for (int i = 0; i < 2; i++) {
            database.update("INSERT INTO ofPushNotiService VALUES (?, ?, ?, ?)", alice.name(), service.jid(), "device", options);
        }
        database.update("INSERT INTO ofPushNotiService VALUES (?, ?, ?, ?)", "nobody", service.jid(), "device", options);

        scenario.control().properties().set("cloudnotify.import", "true");
        scenario.await("the import is done", () -> "false".equals(scenario.control().properties().get("cloudnotify.import")));

        assertEquals(1, rows(database, alice.name()).size());
        assertEquals(0, rows(database, "nobody").size());
        scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "Hello");
        assertEquals("device", service.awaitPush().node());
        scenario.assertNoWarnings();
    }

    private static List<Map<String, String>> rows(DatabaseCommands database, String username) {
        return database.query("SELECT node FROM ofCloudNotify WHERE username = ?", username);
    }
}
