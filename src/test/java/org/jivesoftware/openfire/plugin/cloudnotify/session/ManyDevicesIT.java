package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.Test;

/** Exactly one push for each stanza and registration, and none for devices in use, where one user has twenty devices with carbons. */
@IntegrationTest
class ManyDevicesIT {

    private static final int BURST = 50;
    /** More than a busy machine needs for some 700 pushes. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    ManyDevicesIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        scenario.property("cloudnotify.max-devices", "20");
        scenario.property("cloudnotify.archive-trigger", "always");
        scenario.property("cloudnotify.with-body", "true");
        // Each stanza a push of its own, so that they can be counted.
        scenario.property("cloudnotify.merge-window", "0");
        scenario.property("cloudnotify.max-pushes-per-minute", "0");
    }

    @Test
    void aBurstToTwentyDevicesOfWhichSomeAreOnlineSomeHibernateAndSomeAreAway() {
        List<RawClient> online = phones("online", 7);
        List<RawClient> hibernating = phones("hibernating", 7);
        List<RawClient> away = phones("away", 6);
        away.forEach(scenario::leave);
        hibernating.forEach(devices::hibernate);
        service.assertNoPushWithin(Devices.SILENCE);

        List<String> burst = IntStream.range(0, BURST).mapToObj(i -> "message " + i).toList();
        burst.forEach(body -> bob.chat(alice.jid(), body));
        List<String> unused = names(hibernating, away);
        assertEquals(each(unused, burst), pushes(unused.size() * BURST));
        online.forEach(phone -> scenario.await("all of it at " + phone.jid(), () -> phone.received().all().stream()
            .anyMatch(stanza -> stanza.asXML().contains("<body>message " + (BURST - 1) + "</body>"))));
        service.assertNoPushWithin(Devices.SILENCE);

        // What the hibernated ones never acknowledged is routed again.
        scenario.timeOutDetached(alice);
        service.assertNoPushWithin(Devices.SILENCE);
        devices.hibernate(online.get(0));
        bob.chat(alice.jid(), "one more");
        unused = names(hibernating, away, online.subList(0, 1));
        assertEquals(each(unused, List.of("one more")), pushes(unused.size()));
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    /** Openfire routes what waits in one of them to the next ones, too, which then have it twice, and so on. */
    @Test
    void whatWaitsInSessionsThatTimeOutOneAfterTheOtherIsNotPushedAgain() {
        List<RawClient> hibernating = phones("hibernating", 5);
        hibernating.forEach(devices::hibernate);
        bob.chat(alice.jid(), "one");
        assertEquals(each(names(hibernating), List.of("one")), pushes(5));
        scenario.timeOutDetached(alice);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "two");
        assertEquals(each(names(hibernating), List.of("two")), pushes(5));
        scenario.assertNoWarnings();
    }

    private List<RawClient> phones(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> Devices.carbons(devices.phone(alice, name + i))).toList();
    }

    @SafeVarargs
    private static List<String> names(List<RawClient>... clients) {
        List<String> names = new ArrayList<>();
        List.of(clients).forEach(some -> some.forEach(client -> names.add(client.jid().substring(client.jid().indexOf('/') + 1))));
        return names;
    }

    private static List<String> each(List<String> nodes, List<String> bodies) {
        return nodes.stream().flatMap(node -> bodies.stream().map(body -> node + ": " + body)).sorted().toList();
    }

    private List<String> pushes(int count) {
        return service.awaitPushes(count, PATIENCE).stream().map(ManyDevicesIT::text).sorted().toList();
    }

    private static String text(Push push) {
        return push.node() + ": " + push.body();
    }
}
