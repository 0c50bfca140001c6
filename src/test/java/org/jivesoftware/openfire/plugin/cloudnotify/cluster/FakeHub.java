package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;

/** A network between nodes of one JVM that delays, reorders and drops mail as it is told. */
final class FakeHub {

    /** The longest delay; each piece of mail has one of its own, so that later mail overtakes earlier. */
    Duration longest = Duration.ZERO;
    /** How much of the mail is lost, from 0 to 1. */
    double lost;
    /** Whether there is a cluster at all. */
    boolean clustered = true;
    /** How many pieces of mail with news were sent; that in which nodes make themselves known is not counted. */
    int sent;
    /** The last mail that went the way of version 1.0. */
    byte[] old;

    private final Scheduler time;
    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> announced = new HashMap<>();
    /** Who cannot be reached. */
    private final Set<Node> away = new HashSet<>();

    FakeHub(Scheduler time, long seed) {
        this.time = time;
        this.random = new Random(seed);
    }

    Node node() {
        Node node = new Node("node" + (nodes.size() + 1));
        nodes.add(node);
        return node;
    }

    /** All nodes leave, or join again. */
    void membersChange() {
        nodes.forEach(node -> node.membersChanged.run());
    }

    /** A node cannot be reached any more, and all notice. */
    void split(Node node) {
        away.add(node);
        membersChange();
    }

    /** All can reach each other again, and notice. */
    void merge() {
        away.clear();
        membersChange();
    }

    private boolean connected(Node one, Node other) {
        return one != other && away.contains(one) == away.contains(other);
    }

    final class Node implements ClusterTransport {

        private final String name;
        private Receiver receiver;
        private Runnable membersChanged;
        /** Whether it takes mail without doing anything. */
        boolean hangs;

        Node(String name) {
            this.name = name;
        }

        @Override
        public boolean clustered() {
            return clustered;
        }

        @Override
        public String self() {
            return name;
        }

        @Override
        public void announce(String text) {
            announced.put(name, text);
        }

        @Override
        public void withdraw() {
            announced.remove(name);
        }

        @Override
        public Map<String, String> announced() {
            Map<String, String> others = new HashMap<>();
            nodes.stream().filter(node -> connected(this, node) && announced.containsKey(node.name))
                .forEach(node -> others.put(node.name, announced.get(node.name)));
            return others;
        }

        @Override
        public void send(String node, byte[] mail) {
            sent += news(mail) ? 1 : 0;
            for (Node other : nodes) {
                if (other.name.equals(node) && connected(this, other) && random.nextDouble() >= lost) {
                    time.after(Duration.ofMillis((long) (random.nextDouble() * longest.toMillis())), () -> other.takes(mail, false));
                }
            }
        }

        @Override
        public void sendToOld(byte[] mail) {
            old = mail;
            nodes.stream().filter(other -> connected(this, other)).forEach(other -> other.takes(mail, true));
        }

        void takes(byte[] mail, boolean oldWay) {
            if (!hangs) {
                receiver.received(mail, oldWay);
            }
        }

        @Override
        public boolean perform(Runnable work) {
            work.run();
            return true;
        }

        @Override
        public void start(Receiver mailReceiver, Runnable changed) {
            receiver = mailReceiver;
            membersChanged = changed;
        }
    }

    private static boolean news(byte[] mail) {
        try {
            return ClusterMail.read(mail).size() > 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
