package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** Services that go and come, and devices that are dead, on a real server (docs/behaviour.md §4). */
@IntegrationTest
class BackAgainIT {

    /** Before a service would be tried by itself, a minute after it stopped working. */
    private static final Duration SOON = Duration.ofSeconds(25);

    @Test
    void whatWaitsGoesOutWhenTheServiceConnects(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push");
        List<TestUser> users = IntStream.range(0, 4).mapToObj(i -> devices.away(service)).toList();
        scenario.disconnect(service);
        users.forEach(devices::write);
        scenario.server().log().await(scenario.logMark(),
            line -> line.text().contains("The push service " + service.jid() + " does not work"), XmppClient.PATIENCE);
        users.forEach(devices::write);
        users.forEach(user -> devices.awaitWaiting(user, 2));
        service.connect();
        List<Push> pushes = service.awaitPushes(4, SOON);
        assertEquals(users.stream().map(TestUser::name).sorted().toList(), pushes.stream().map(Push::node).sorted().toList());
        pushes.forEach(push -> assertEquals(2, push.messageCount(), push::xml));
        scenario.assertNoWarnings();
    }

    @Test
    void aDeadDeviceStopsNobodyElse(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push");
        TestUser dead = devices.away(service);
        TestUser alive = devices.away(service);
        service.answerNode(dead.name(), PushAnswer.error("recipient-unavailable", "wait"));
        devices.write(dead);
        Push refused = service.awaitPush(dead.name());
        // Until the answer is there, the next one goes out as ever.
        scenario.server().log().await(scenario.logMark(), line -> line.text().contains("Push " + refused.id() + " was answered"),
            XmppClient.PATIENCE);
        for (int i = 0; i < 3; i++) {
            devices.write(dead);
            devices.write(alive);
            service.awaitPush(alive.name());
        }
        // What came for it meanwhile is one push a minute later.
        service.answerNode(dead.name(), PushAnswer.result());
        Push again = service.awaitPush(Duration.ofSeconds(120));
        assertEquals(dead.name(), again.node());
        assertEquals(4, again.messageCount(), again::xml);
        assertEquals(0, devices.errors(dead));
        scenario.assertNoWarnings();
    }

    @Test
    void aProviderThatIsAwayDisablesNobody(Scenario scenario) {
        scenario.property("cloudnotify.max-errors", "2");
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push").answer(PushAnswer.error("bad-request", "cancel"));
        List<TestUser> users = IntStream.range(0, 12).mapToObj(i -> devices.away(service)).toList();
        users.forEach(devices::write);
        scenario.server().log().await(scenario.logMark(),
            line -> line.text().contains("The push service " + service.jid() + " does not work"), XmppClient.PATIENCE);
        users.forEach(devices::write);
        users.forEach(devices::write);
        scenario.await("errors taken back", () -> users.stream().allMatch(user -> devices.errors(user) == 0));
        users.forEach(user -> assertFalse(devices.disabled(user)));
        users.forEach(user -> scenario.awaitStoredOffline(user, 3));
        // Whoever runs it sees that it connects again.
        service.answer(PushAnswer.result());
        scenario.disconnect(service);
        service.pushes().clear();
        service.connect();
        // A message may be stored a moment before its user's lane has counted it: then the last push says so.
        scenario.await("everybody is told of all three", () -> users.stream().allMatch(user -> service.pushes().all().stream()
            .anyMatch(push -> user.name().equals(push.node()) && push.messageCount() == 3)));
        assertEquals(Set.copyOf(users.stream().map(TestUser::name).toList()),
            service.pushes().all().stream().map(Push::node).collect(Collectors.toSet()));
    }
}
