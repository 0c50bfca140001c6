package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestCluster;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Three nodes that are one cluster, of which one comes, is split off, or all begin anew (behaviour §2 "At the start", §12). */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ChangingClusterIT {

    private static final int SIZE = 3;
    private static final int LAST = SIZE - 1;
    private static final int USERS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A service that did not answer is tried again after a minute. */
    private static final Duration LATE = Duration.ofMinutes(4);
    private static final Duration PACE = Duration.ofMillis(25);
    /** For so long nodes that begin look who else does. */
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** By then all of them would have begun. */
    private static final Duration OTHERS = LOOK.plusSeconds(15);

    private static TestCluster cluster;

    private Nodes nodes;

    @BeforeAll
    static void start() {
        cluster = TestCluster.thatSplits(SIZE);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void begin() {
        nodes = new Nodes(cluster, SIZE);
        nodes.set("cloudnotify.merge-window", "0");
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    /** Two nodes have senders and devices, which sleep or are away; the third one comes while messages flow. */
    @Test
    void whileANodeJoinsNothingIsLostAndNothingIsDoubled() {
        ofAll();
        cluster.node(LAST).stop();
        for (int node = 0; node < LAST; node++) {
            int here = node;
            nodes.at(here).await("two nodes", () -> nodes.at(here).control().cluster().nodes() == LAST, PATIENCE);
        }
        List<PushService> services = List.of(nodes.service(0), nodes.service(1));
        List<TestUser> users = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            users.add(nodes.at(0).user("alice"));
            nodes.device(i & 1, users.get(i), services.get(i >> 1 & 1), (i >> 2 & 1) == 0);
        }
        RawClient zero = nodes.sender(0);
        RawClient one = nodes.sender(1);
        TreeSet<String> expected = say(zero, users, "first");
        nodes.awaitPushed(expected, PATIENCE);

        AtomicBoolean enough = new AtomicBoolean();
        long begun = System.nanoTime();
        CompletableFuture<TreeSet<String>> flow = CompletableFuture.supplyAsync(() -> flow(List.of(zero, one), users, enough));
        cluster.startAgain(LAST);
        RawClient fresh = nodes.sender(LAST);
        expected.addAll(say(fresh, users, "from the node that came"));
        nodes.awaitPushed(expected, PATIENCE);
        enough.set(true);
        TreeSet<String> said = flow.join();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        expected.addAll(said);
        nodes.awaitPushed(expected, PATIENCE);

        PushService there = nodes.service(LAST);
        TestUser asleep = nodes.at(0).user("alice");
        TestUser away = nodes.at(0).user("alice");
        nodes.device(LAST, asleep, there, true);
        nodes.device(LAST, away, there, false);
        expected.addAll(say(zero, List.of(asleep, away), "to the node that came"));
        nodes.awaitPushed(expected, PATIENCE);
        assertEquals(Map.of(), nodes.doubled());
        assertEquals(expected, nodes.pushed().navigableKeySet());
        System.out.println("A node joined: " + said.size() + " messages in " + seconds + " s, 0 lost, 0 doubled");
    }

    /** Writes by turns and at an even pace, to one user after the other; returns what has to be pushed. */
    private static TreeSet<String> flow(List<RawClient> senders, List<TestUser> users, AtomicBoolean enough) {
        TreeSet<String> said = new TreeSet<>();
        for (int i = 0; !enough.get(); i++) {
            TestUser user = users.get(i % users.size());
            for (int sender = 0; sender < senders.size(); sender++) {
                said.addAll(say(senders.get(sender), List.of(user), "number " + i + " of " + sender));
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
        return said;
    }

    /**
     * Two nodes on one side, the third on the other; on each a sender, a service, and devices. What can be pushed within a half is; what
     * needs a service of the other half waits until it is there.
     */
    @Test
    void inASplitBothHalvesPushAndAfterItNobodyGoesByWhatHeCannotKnow() {
        ofAll();
        List<PushService> services = List.of(nodes.service(0), nodes.service(LAST));
        List<RawClient> senders = List.of(nodes.sender(1), nodes.sender(LAST));
        List<List<TestUser>> near = List.of(new ArrayList<>(), new ArrayList<>());
        List<List<TestUser>> far = List.of(new ArrayList<>(), new ArrayList<>());
        Map<TestUser, Integer> sleepers = new HashMap<>();
        for (int i = 0; i < 1 << 4; i++) {
            int sender = i & 1;
            int service = i >> 1 & 1;
            int device = (i >> 2 & 1) * LAST;
            boolean asleep = i >> 3 == 0;
            TestUser user = nodes.at(0).user("alice");
            nodes.device(device, user, services.get(service), asleep);
            (sender == service ? near : far).get(sender).add(user);
            if (asleep) {
                sleepers.put(user, device);
            }
        }
        List<TestUser> all = new ArrayList<>();
        near.forEach(all::addAll);
        far.forEach(all::addAll);
        TestUser leaves = nodes.at(0).user("leaves");
        nodes.device(0, leaves, services.get(0), false);
        TestUser comes = nodes.at(0).user("comes");
        TreeSet<String> expected = new TreeSet<>();
        for (RawClient sender : senders) {
            expected.addAll(say(sender, all, "before, from " + sender.jid()));
            expected.addAll(say(sender, List.of(leaves), "before, from " + sender.jid()));
            say(sender, List.of(comes), "before, from " + sender.jid());
        }
        nodes.awaitPushed(expected, PATIENCE);
        TreeSet<String> before = new TreeSet<>(expected);
        int registrations = registrations();

        cluster.splitOff(LAST);
        for (int half = 0; half < 2; half++) {
            expected.addAll(say(senders.get(half), near.get(half), "within " + half));
        }
        nodes.awaitPushed(expected, PATIENCE);
        TreeSet<String> late = new TreeSet<>();
        for (int half = 0; half < 2; half++) {
            late.addAll(say(senders.get(half), far.get(half), "across from " + half));
        }
        RawClient desktop = nodes.at(LAST).raw(leaves, "desktop");
        desktop.disablePush(services.get(0).jid(), leaves.name());
        RawClient phone = nodes.phone(LAST, comes, services.get(0));
        // What it did not confirm would be pushed.
        senders.forEach(sender -> phone.awaitMessage("before, from " + sender.jid()));
        phone.acknowledge();
        nodes.at(LAST).leave(phone);
        assertEquals(expected, nodes.pushed().navigableKeySet(), "nothing else can be pushed in a split");

        TreeSet<String> inSplit = new TreeSet<>(expected);
        inSplit.removeAll(before);
        inSplit.addAll(late);

        cluster.heal(LAST);
        for (RawClient sender : senders) {
            expected.addAll(say(sender, List.of(comes), "after, from " + sender.jid()));
            say(sender, List.of(leaves), "after, from " + sender.jid());
        }
        nodes.awaitPushed(expected, PATIENCE);
        expected.addAll(late);
        nodes.awaitPushed(expected, LATE);
        for (RawClient sender : senders) {
            expected.addAll(say(sender, all, "after, from " + sender.jid()));
        }
        nodes.awaitPushed(expected, PATIENCE);
        sleepers.forEach((user, node) -> nodes.at(node).timeOutDetached(user));
        assertEquals(expected, nodes.pushed().navigableKeySet());
        TreeMap<String, Integer> doubled = nodes.doubled();
        // What one half pushed and stored, the other pushes once more where a device sleeps that Openfire now hands it to.
        assertTrue(inSplit.containsAll(doubled.keySet()), () -> "doubled outside of the split: " + doubled);
        assertEquals(registrations, registrations());
        System.out.println("A split: " + expected.size() + " pushes, " + late.size() + " of them late, 0 lost, doubled in the split: "
            + doubled.size());
    }

    private int registrations() {
        return nodes.at(0).control().database().query("SELECT regID FROM ofCloudNotify").size();
    }

    /** Whether only the plugin was away everywhere, or the servers as well. */
    @Test
    void whatWasStoredWhileNoNodeRanThePluginIsPushedOnceByOneOfThem() {
        List<PushService> services = new ArrayList<>(List.of(nodes.at(0).pushService("push"), nodes.at(LAST).pushService("push")));
        List<TestUser> users = new ArrayList<>();
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 2 * SIZE; i++) {
            users.add(nodes.at(0).user("alice"));
            nodes.device(i % SIZE, users.get(i), services.get(i / SIZE), false);
            counts.put(users.get(i).name(), 1);
        }
        say(nodes.sender(0), users, "before");
        assertEquals(counts, counts(services, PATIENCE, Devices.SILENCE));

        cluster.unload();
        for (int node = 0; node < SIZE; node++) {
            say(nodes.sender(node), users, "from " + node);
        }
        users.forEach(user -> nodes.at(0).awaitStoredOffline(user, 1 + SIZE));
        cluster.load();
        counts.replaceAll((user, count) -> 1 + SIZE);
        assertEquals(counts, counts(services, PATIENCE.plus(LOOK), OTHERS));

        cluster.unload();
        say(nodes.sender(LAST), users, "before all servers begin anew");
        users.forEach(user -> nodes.at(0).awaitStoredOffline(user, 2 + SIZE));
        for (int node = 0; node < SIZE; node++) {
            cluster.node(node).stop();
        }
        for (int node = 0; node < SIZE; node++) {
            cluster.node(node).start();
        }
        for (int i = 0; i < services.size(); i++) {
            PushService again = new PushService(cluster.node(i * LAST).ports().component(), services.get(i).jid(),
                ServerConfig.COMPONENT_SECRET);
            nodes.at(0).atEnd(again::close);
            services.set(i, again.connect());
        }
        cluster.load();
        counts.replaceAll((user, count) -> 2 + SIZE);
        assertEquals(counts, counts(services, PATIENCE.plus(LOOK), OTHERS));
    }

    /** What each device was told, once each. */
    private static TreeMap<String, Integer> counts(List<PushService> services, Duration patience, Duration silence) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (PushService service : services) {
            for (Push push : service.awaitPushes(SIZE, patience)) {
                assertEquals(null, counts.put(push.node(), push.messageCount()), "twice");
            }
        }
        services.get(0).assertNoPushWithin(silence);
        services.forEach(service -> assertEquals(List.of(), service.pushes().open()));
        return counts;
    }

    /** Pushes show what they are about, and their number is not limited. */
    private void ofAll() {
        nodes.set("cloudnotify.with-body", "true");
        nodes.set("cloudnotify.max-pushes-per-minute", "0");
    }

    private static TreeSet<String> say(RawClient sender, List<TestUser> users, String text) {
        TreeSet<String> said = new TreeSet<>();
        for (TestUser user : users) {
            sender.chat(user.jid(), text);
            said.add(Nodes.entry(user, text));
        }
        return said;
    }
}
