package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/**
 * Services that are busy, silent and killed, all in one test, since each minute of waiting is a real one: the breaker opens, messages go
 * on, and what came meanwhile goes out, one push for each device, when the service is back.
 */
@IntegrationTest
class TroubleIT {

    @Test
    void theBreakerOpensAndWhatWaitedGoesOut(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService busy = scenario.pushService("busy").answer(PushAnswer.error("resource-constraint", "wait"));
        PushService silent = scenario.pushService("silent").answer(PushAnswer.never());
        PushService killed = scenario.pushService("killed");
        PushService healthy = scenario.pushService("healthy");
        TestUser bystander = devices.away(healthy);
        List<TestUser> ofBusy = IntStream.range(0, 3).mapToObj(i -> devices.away(busy)).toList();
        TestUser ofSilent = devices.away(silent);
        TestUser ofKilled = devices.away(killed);
        killed.cut();

        ofBusy.forEach(devices::write);
        busy.awaitPushes(3, XmppClient.PATIENCE);
        awaitOpen(scenario, busy, XmppClient.PATIENCE);
        for (int i = 0; i < 10; i++) {
            ofBusy.forEach(devices::write);
        }
        for (int i = 0; i < 3; i++) {
            devices.write(ofSilent);
            devices.write(ofKilled);
        }
        devices.write(bystander);
        healthy.awaitPush();
        silent.awaitPushes(3, XmppClient.PATIENCE);
        busy.assertNoPushWithin(Duration.ofSeconds(2));

        // A minute later the busy one is better, and the others' silence is noticed.
        busy.answer(PushAnswer.result());
        List<Push> late = busy.awaitPushes(3, Duration.ofSeconds(120));
        assertEquals(ofBusy.stream().map(TestUser::name).sorted().toList(), late.stream().map(Push::node).sorted().toList());
        late.forEach(push -> assertEquals(11, push.messageCount(), push::xml));
        awaitOpen(scenario, silent, Duration.ofSeconds(90));
        awaitOpen(scenario, killed, Duration.ofSeconds(90));
        devices.write(ofSilent);
        silent.assertNoPushWithin(Duration.ofSeconds(1));
        for (TestUser user : List.of(ofSilent, ofKilled, ofBusy.get(0))) {
            assertEquals(0, devices.errors(user));
            assertFalse(devices.disabled(user));
        }
        scenario.assertNoWarnings();
    }

    private static void awaitOpen(Scenario scenario, PushService service, Duration timeout) {
        scenario.server().log().await(scenario.logMark(),
            line -> line.text().contains("The push service " + service.jid() + " does not work"), timeout);
    }
}
