package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.junit.jupiter.api.Test;

/**
 * Services have a bad day, all at once and under load: one is killed, one slow, one silent, one floods with errors, one with false
 * answers. The healthy one and the messages do not suffer, and what the killed one missed goes out when it is back.
 */
class ServiceFaultIT {

    private static final int PHONES = 4;
    private static final Duration LOAD = Duration.ofSeconds(8);

    @Test
    void servicesHaveABadDay() {
        try (TestServer server = TestServer.start(ServerConfig.usual().named("service-fault").property("cloudnotify.max-errors", "5"));
             Scenario scenario = new Scenario(server)) {
            PushService healthy = scenario.pushService("healthy");
            PushService killed = scenario.pushService("killed");
            PushService slow = scenario.pushService("slow").answer(PushAnswer.after(Duration.ofSeconds(30), PushAnswer.result()));
            PushService silent = scenario.pushService("silent").answer(PushAnswer.never());
            PushService refusing = scenario.pushService("refusing").answer(PushAnswer.error("forbidden", "auth"));
            PushService lying = scenario.pushService("lying");
            lying.answer(flood(lying.jid()));
            List<TestUser> asleep = new ArrayList<>();
            for (PushService service : List.of(healthy, killed, slow, silent, refusing, lying)) {
                for (int i = 0; i < PHONES; i++) {
                    TestUser user = scenario.user("at-" + service.jid().substring(0, 4));
                    Talk.asleep(scenario, user, service);
                    asleep.add(user);
                }
            }
            Talk talk = Talk.begin(scenario, asleep);
            Talk.pause(500);
            killed.cut();
            long cut = System.nanoTime();
            int before = killed.pushes().all().size();
            Talk.pause(LOAD.toMillis());
            Duration lag = talk.lag();
            talk.close();
            scenario.await("the refusing service is not asked any more", () -> disabled(scenario) == PHONES);
            int refused = refusing.pushes().all().size();
            assertTrue(refused <= PHONES * 32, () -> refused + " pushes to a service that refuses them");
            Talk.assertNoneTwice(healthy);
            int healthyPushes = healthy.pushes().all().size();
            assertTrue(healthyPushes > PHONES, () -> healthyPushes + " pushes");
            killed.connect();
            scenario.await("the killed service is asked again", () -> killed.pushes().all().size() > before, Duration.ofSeconds(150));
            Duration back = Duration.ofNanos(System.nanoTime() - cut);
            scenario.await("each of its phones is pushed to", () -> killed.pushes().all().subList(before, killed.pushes().all().size())
                .stream().map(Push::node).distinct().count() == PHONES);
            int after = killed.pushes().all().size() - before;
            assertEquals(PHONES, after);
            Figures.print("Services killed, slow (30 s), silent, refusing, and flooding with false answers, at the same time",
                talk.written() + " messages, 100 a second, to 24 phones at 6 services", "all messages arrived, the last "
                + lag.toMillis() + " ms late; healthy: " + healthyPushes + " pushes, none twice; refusing: disabled after " + refused
                + " pushes; killed: asked again " + back.toSeconds() + " s later, one push for each of its " + PHONES + " phones");
            scenario.assertNoWarnings();
        }
    }

    private static long disabled(Scenario scenario) {
        return scenario.control().database().query("SELECT * FROM ofCloudNotify WHERE username LIKE 'at-refu%'").stream()
            .filter(row -> row.entrySet().stream().anyMatch(column -> column.getKey().contains("disabled") && column.getValue() != null
                && !column.getValue().equals("0") && !column.getValue().isBlank())).count();
    }

    /** A hundred answers that are none, and then the true one, twice. */
    private static PushAnswer flood(String jid) {
        PushAnswer answer = PushAnswer.resultWithId("guessed");
        for (int i = 0; i < 50; i++) {
            answer = answer.and(PushAnswer.resultFrom("other@" + jid)).and(PushAnswer.resultWithId("guessed-" + i));
        }
        return answer.and(PushAnswer.twice(PushAnswer.result()));
    }
}
