package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.DatabaseCommands.Fault;
import org.junit.jupiter.api.Test;

/** What tests do to a server of their own: restart, kill, take its database away. */
@IntegrationTest
class ServerLifeIT {

    @Test
    void restartAndKillKeepWhatWasCommitted() {
        try (var server = TestServer.start(ServerConfig.usual().named("life").onDisk()); var scenario = new Scenario(server)) {
            var alice = scenario.user("alice");
            long pid = server.pid();
            server.restart();
            assertTrue(server.control().users().exists(alice.name()));
            assertFalse(ProcessHandle.of(pid).isPresent());
            var bob = scenario.user("bob");
            server.kill();
            assertFalse(server.isRunning());
            server.start();
            assertTrue(server.control().users().exists(alice.name()));
            assertTrue(server.control().users().exists(bob.name()));
            var desktop = scenario.raw(bob, "desktop");
            desktop.chat(alice.jid(), "After all this");
            scenario.awaitStoredOffline(alice, 1);
        }
    }

    @Test
    void databaseGoesDownAndComesBack(Scenario scenario) {
        var alice = scenario.user("alice");
        var bob = scenario.raw(scenario.user("bob"), "desktop");
        var phone = scenario.raw(scenario.user("carol"), "phone");
        scenario.online(phone);
        var database = scenario.control().database();
        scenario.atEnd(database::recover);
        database.fail(Fault.REFUSE);
        bob.chat(alice.jid(), "Lost by Openfire");
        bob.chat(phone.jid(), "Routed all the same");
        phone.awaitMessage("Routed all the same");
        assertEquals(0, scenario.storedOffline(alice));
        database.recover();
        bob.chat(alice.jid(), "Stored");
        scenario.awaitStoredOffline(alice, 1);
        database.failStatementsWith("ofOffline");
        bob.chat(alice.jid(), "Not stored");
        bob.chat(phone.jid(), "Control");
        phone.awaitMessage("Control");
        assertEquals(1, scenario.storedOffline(alice));
    }

    @Test
    void hangingDatabaseHoldsUpUntilItRecovers(Scenario scenario) {
        var alice = scenario.user("alice");
        var bob = scenario.raw(scenario.user("bob"), "desktop");
        scenario.control().database().fail(Fault.HANG);
        scenario.atEnd(scenario.control().database()::recover);
        bob.chat(alice.jid(), "In the end");
        assertThrows(AssertionError.class,
                () -> scenario.await("stored", () -> scenario.storedOffline(alice) > 0, Duration.ofMillis(300)));
        scenario.control().database().recover();
        scenario.awaitStoredOffline(alice, 1);
    }

    @Test
    void startThatFailsSaysWhy() {
        var config = ServerConfig.usual().named("broken").adminPlugin("no.such.Plugin");
        var problem = assertThrows(IllegalStateException.class, () -> TestServer.start(config));
        assertTrue(problem.getMessage().contains("no.such.Plugin"), problem.getMessage());
    }
}
