package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestCluster;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Three nodes that are one cluster (behaviour §12): sender, device and service are on three different ones, in every order. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ThreeNodesIT extends ClusterRoom {

    private static final int NODES = 3;
    private static final int USERS = 20;
    private static final int MESSAGES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HUNG = Duration.ofSeconds(70);
    /** Hazelcast looks for parts that were split off every few minutes only. */
    private static final Duration MERGED = Duration.ofMinutes(8);

    private final List<RawClient> senders = new ArrayList<>();

    /** Somebody who is written to, with the device and its service on a node each. */
    private record Place(int device, int service, TestUser user, PushService push) {

        int third() {
            return NODES - device - service;
        }

        @Override
        public String toString() {
            return "sender on " + third() + ", device on " + device + ", service on " + service;
        }
    }

    @BeforeAll
    static void start() {
        cluster = new TestCluster(NODES);
    }

    @BeforeEach
    void begin() {
        for (int i = 0; i < NODES; i++) {
            senders.add(nodes.get(i).raw(nodes.get(i).user("bob"), "desktop"));
        }
    }

    @Test
    void whoeverWritesWhateverNodeTheCountIsThatOfAll() {
        List<Place> places = places();
        for (Place place : places) {
            new Devices(nodes.get(place.device), place.push).hibernate(phone(place.device, place.user, place.push));
        }
        for (int count = 1; count <= 2 * NODES; count++) {
            for (Place place : places) {
                // The third node is the first to write.
                senders.get((place.third() + count - 1) % NODES).chat(place.user.jid(), "message " + count);
                assertEquals(count, pushed(place).messageCount(), () -> place.toString());
            }
        }
        places.forEach(place -> nodes.get(place.device).timeOutDetached(place.user));
        places.forEach(place -> nodes.get(place.device).awaitStoredOffline(place.user, 2 * NODES));
        assertSilent(places);
        for (Place place : places) {
            senders.get(place.third()).chat(place.user.jid(), "stored");
            assertEquals(2 * NODES + 1, pushed(place).messageCount(), () -> place.toString());
        }
        assertSilent(places);
    }

    /** Half of the devices sleep, the others are away. */
    @Test
    void ofManyMessagesFromAllNodesAtOnceNoneIsLostAndNoneIsDoubled() {
        set("cloudnotify.with-body", "true");
        set("cloudnotify.max-pushes-per-minute", "0");
        List<PushService> services = new ArrayList<>();
        List<TestUser> users = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            services.add(nodes.get(i).pushService("push"));
        }
        for (int i = 0; i < USERS; i++) {
            int node = i % NODES;
            PushService service = services.get(i / NODES % NODES);
            users.add(nodes.get(0).user("alice"));
            RawClient phone = phone(node, users.get(i), service);
            if (i % 2 == 0) {
                new Devices(nodes.get(node), service).hibernate(phone);
            } else {
                nodes.get(node).leave(phone);
            }
        }
        // A service that never answered is trusted with little.
        users.forEach(user -> senders.get(0).chat(user.jid(), "first"));
        TreeSet<String> expected = new TreeSet<>();
        users.forEach(user -> expected.add(user.name() + " first"));
        assertEquals(expected, pushed(services, USERS));
        expected.clear();
        for (int i = 0; i < MESSAGES; i++) {
            TestUser user = users.get(i % USERS);
            for (int node = 0; node < NODES; node++) {
                String text = "from " + node + ", number " + i;
                senders.get(node).chat(user.jid(), text);
                expected.add(user.name() + " " + text);
            }
        }
        assertEquals(expected, pushed(services, MESSAGES * NODES));
        services.get(0).assertNoPushWithin(Devices.SILENCE);
        services.forEach(service -> assertEquals(List.of(), service.pushes().open()));
    }

    /** As a machine that swaps, or a virtual one that is moved: the others go on without it, and with it when it is back. */
    @Test
    @EnabledIfSystemProperty(named = "hazelcast.plugin", matches = ".+", disabledReason = "what the tests cluster with does not merge")
    void aNodeThatHangsForLongTakesNothingWithIt() throws Exception {
        List<Place> places = places().stream().filter(place -> place.service != NODES - 1).toList();
        for (Place place : places) {
            RawClient phone = phone(place.device, place.user, place.push);
            if (place.device == NODES - 1) {
                nodes.get(place.device).leave(phone);
            } else {
                new Devices(nodes.get(place.device), place.push).hibernate(phone);
            }
        }
        int registrations = registrations();
        long hung = cluster.node(NODES - 1).pid();
        signal("STOP", hung);
        try {
            long end = System.nanoTime() + HUNG.toNanos();
            nodes.get(0).await("the node is given up", () -> nodes.get(0).control().cluster().nodes() == NODES - 1
                && nodes.get(1).control().cluster().nodes() == NODES - 1, HUNG.multipliedBy(2));
            for (Place place : places) {
                senders.get(0).chat(place.user.jid(), "while it hangs");
                assertEquals(1, pushed(place).messageCount(), place::toString);
            }
            nodes.get(0).await("it hangs for so long", () -> System.nanoTime() - end > 0, HUNG.multipliedBy(2));
        } finally {
            signal("CONT", hung);
        }
        for (Scenario node : nodes) {
            node.await("all are together again", () -> node.control().cluster().nodes() == NODES, MERGED);
        }
        assertSilent(places);
        assertEquals(registrations, registrations());
        for (Place place : places) {
            RawClient writer = nodes.get(place.third()).raw(nodes.get(0).user("carol"), "desktop");
            writer.chat(place.user.jid(), "together again");
            pushed(place);
        }
        assertSilent(places);
    }

    private int registrations() {
        return nodes.get(0).control().database().query("SELECT regID FROM ofCloudNotify").size();
    }

    private static void signal(String name, long process) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(process)).start().waitFor());
    }

    /** Whom they were for and what they said. */
    private static TreeSet<String> pushed(List<PushService> services, int count) {
        TreeSet<String> pushed = new TreeSet<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; i < count && System.nanoTime() < deadline;) {
            for (PushService service : services) {
                Push push = service.pushes().poll(each -> true, Duration.ofMillis(20));
                if (push != null) {
                    i++;
                    String text = push.node() + " " + push.body();
                    assertEquals(true, pushed.add(text), () -> "twice: " + text);
                }
            }
        }
        return pushed;
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (int device = 0; device < NODES; device++) {
            for (int service = 0; service < NODES; service++) {
                if (service != device) {
                    places.add(new Place(device, service, nodes.get(0).user("alice"), nodes.get(service).pushService("push")));
                }
            }
        }
        return places;
    }

    /** A phone that is online, for all nodes. Its node is its user's name. */
    private RawClient phone(int node, TestUser user, PushService service) {
        RawClient phone = nodes.get(node).rawResumable(user, "phone");
        phone.enablePush(service.jid(), user.name());
        nodes.get(node).online(phone);
        // Answered after its presence was worked off: only then every node knows that it is there.
        phone.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + nodes.get(0).server().domain()
            + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        return phone;
    }

    private static Push pushed(Place place) {
        Push push = place.push.pushes().poll(each -> true, PATIENCE);
        if (push == null) {
            throw new AssertionError("No push, " + place);
        }
        return push;
    }

    private static void assertSilent(List<Place> places) {
        places.get(0).push.assertNoPushWithin(Devices.SILENCE);
        for (Place place : places) {
            assertEquals(List.of(), place.push.pushes().open(), place::toString);
        }
    }
}
