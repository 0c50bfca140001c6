package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.DatabaseCommands.Fault;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database is stopped and started again under load: messages go on, and registrations are neither lost nor doubled. */
class DatabaseFaultIT {

    private static final int PHONES = 10;
    private static final int CLIENTS = 4;
    private static final Duration DOWN = Duration.ofSeconds(3);

    @ParameterizedTest
    @EnumSource(Fault.class)
    void theDatabaseGoesAndComesBack(Fault fault) {
        try (TestServer server = TestServer.start(ServerConfig.usual().named("database-fault").property("cloudnotify.max-devices", "100"));
             Scenario scenario = new Scenario(server)) {
            PushService service = scenario.pushService("push");
            List<TestUser> asleep = new ArrayList<>();
            for (int i = 0; i < PHONES; i++) {
                TestUser user = scenario.user("asleep");
                Talk.asleep(scenario, user, service);
                asleep.add(user);
            }
            List<Enabling> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Enabling(scenario, service.jid()));
            }
            Talk talk = Talk.begin(scenario, asleep);
            clients.forEach(Enabling::start);
            Talk.pause(1_000);
            scenario.control().database().fail(fault);
            Talk.pause(DOWN.toMillis());
            Duration lag = talk.lag();
            scenario.control().database().recover();
            Talk.pause(1_000);
            talk.close();
            clients.forEach(Enabling::end);
            Talk.assertPushedOnce(scenario, service, talk.toAsleep());
            var answers = new TreeMap<String, Integer>();
            clients.forEach(client -> client.check(scenario, answers));
            assertEquals(PHONES, rows(scenario, "SELECT username FROM ofCloudNotify WHERE username LIKE 'asleep%'").size());
            assertTrue(answers.getOrDefault("result", 0) > CLIENTS, answers::toString);
            Figures.print("Database: " + fault + " for " + DOWN.toSeconds() + " s", talk.written() + " messages, 100 a second; "
                + CLIENTS + " clients enabling without a pause: " + answers, "all messages arrived, those of the end of the fault "
                + lag.toMillis() + " ms later; every one for a sleeping phone pushed once; table as answered");
        }
    }

    private static List<Map<String, String>> rows(Scenario scenario, String sql) {
        return scenario.control().database().query(sql);
    }

    /** A client that enables one node after the other, and remembers what it was told. */
    private static final class Enabling {

        private final TestUser user;
        private final RawClient client;
        private final String service;
        private final Map<String, String> answers = new TreeMap<>();
        private volatile boolean ended;
        private CompletableFuture<Void> running;

        Enabling(Scenario scenario, String service) {
            this.user = scenario.user("enabling");
            this.client = scenario.raw(user, "phone");
            this.service = service;
        }

        void start() {
            running = CompletableFuture.runAsync(() -> {
                for (int i = 0; !ended && i < 90; i++) {
                    Element answer = client.enablePush(service, "node-" + i, "");
                    boolean refused = "error".equals(answer.attributeValue("type"));
                    answers.put("node-" + i, refused ? "error " + answer.element("error").attributeValue("type") : "result");
                    Talk.pause(refused ? 100 : 50);
                }
            }, work -> {
                var thread = new Thread(work, "enabling");
                thread.setDaemon(true);
                thread.start();
            });
        }

        void end() {
            ended = true;
            running.join();
        }

        void check(Scenario scenario, Map<String, Integer> figures) {
            List<String> stored = scenario.control().database().query("SELECT node FROM ofCloudNotify WHERE username = ?", user.name())
                .stream().map(row -> row.get("node")).sorted().toList();
            List<String> told = answers.entrySet().stream().filter(entry -> entry.getValue().equals("result")).map(Map.Entry::getKey)
                .sorted().toList();
            assertEquals(told, stored);
            answers.values().forEach(answer -> {
                assertTrue(answer.equals("result") || answer.equals("error wait"), answer);
                figures.merge(answer, 1, Integer::sum);
            });
        }
    }
}
