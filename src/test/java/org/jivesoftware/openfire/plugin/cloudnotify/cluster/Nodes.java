package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestCluster;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;

/** What a test does at the nodes of a cluster, and a ledger of what their services were pushed. */
final class Nodes implements AutoCloseable {

    private static final Duration MOMENT = Duration.ofMillis(10);

    private final List<Scenario> scenarios = new ArrayList<>();
    private final List<PushService> services = new ArrayList<>();
    /** What was pushed, and how often: the device's node, and the text. */
    private final TreeMap<String, Integer> ledger = new TreeMap<>();

    Nodes(TestCluster cluster, int size) {
        for (int i = 0; i < size; i++) {
            scenarios.add(new Scenario(cluster.node(i)));
        }
    }

    Scenario at(int node) {
        return scenarios.get(node);
    }

    /** Sets a property, and returns when every node has it. */
    void set(String key, String value) {
        at(0).property(key, value);
        scenarios.forEach(node -> node.await(key, () -> value.equals(node.control().properties().get(key))));
    }

    /** Somebody who writes. */
    RawClient sender(int node) {
        return at(node).raw(at(node).user("bob"), "desktop");
    }

    /** A service whose pushes are in the ledger. */
    PushService service(int node) {
        PushService service = at(node).pushService("push");
        services.add(service);
        return service;
    }

    /** A phone that is online, for all nodes. Its node is its user's name. */
    RawClient phone(int node, TestUser user, PushService service) {
        RawClient phone = at(node).rawResumable(user, "phone");
        phone.enablePush(service.jid(), user.name());
        at(node).online(phone);
        // Answered after its presence was worked off: only then every node knows that it is there.
        phone.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + at(0).server().domain()
            + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        return phone;
    }

    /** A device that sleeps in its session, or that has none. */
    RawClient device(int node, TestUser user, PushService service, boolean asleep) {
        RawClient phone = phone(node, user, service);
        if (asleep) {
            new Devices(at(node), service).hibernate(phone);
        } else {
            at(node).leave(phone);
        }
        return phone;
    }

    /** What stands in the ledger for a push to a user. */
    static String entry(TestUser user, String text) {
        return user.name() + ' ' + text;
    }

    /** Waits until all of it was pushed. */
    void awaitPushed(TreeSet<String> expected, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!ledger.keySet().containsAll(expected)) {
            if (System.nanoTime() > deadline) {
                TreeSet<String> lost = new TreeSet<>(expected);
                lost.removeAll(ledger.keySet());
                throw new AssertionError("Not pushed within " + patience + ": " + lost);
            }
            collect();
        }
    }

    /** What was pushed, some time having gone by without anything to wait for, and how often each. */
    TreeMap<String, Integer> pushed() {
        long deadline = System.nanoTime() + Devices.SILENCE.toNanos();
        while (System.nanoTime() < deadline) {
            collect();
        }
        return new TreeMap<>(ledger);
    }

    /** Of what was pushed, what was pushed more than once. */
    TreeMap<String, Integer> doubled() {
        TreeMap<String, Integer> doubled = pushed();
        doubled.values().removeIf(times -> times == 1);
        return doubled;
    }

    private void collect() {
        for (PushService service : services) {
            Push push = service.pushes().poll(each -> true, MOMENT);
            if (push != null) {
                ledger.merge(push.node() + ' ' + push.body(), 1, Integer::sum);
            }
        }
    }

    @Override
    public void close() {
        scenarios.forEach(Scenario::close);
    }
}
