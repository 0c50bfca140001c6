package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;

/** A network between nodes of one JVM that delays, reorders and drops mail as it is told. */
final class FakeHub {

    /** The longest delay; each piece of mail has one of its own, so that later mail overtakes earlier. */
    Duration longest = Duration.ZERO;
    /** How much of the mail is lost, from 0 to 1. */
    double lost;
    /** Whether there is a cluster at all. */
    boolean clustered = true;
    /** How many pieces of mail were sent. */
    int sent;

    private final Scheduler time;
    private final Random random;
    private final List<Node> nodes = new ArrayList<>();

    FakeHub(Scheduler time, long seed) {
        this.time = time;
        this.random = new Random(seed);
    }

    Node node() {
        Node node = new Node();
        nodes.add(node);
        return node;
    }

    /** All nodes leave, or join again. */
    void membersChange() {
        nodes.forEach(node -> node.membersChanged.run());
    }

    final class Node implements ClusterTransport {

        private Consumer<byte[]> receiver;
        private Runnable membersChanged;

        @Override
        public boolean clustered() {
            return clustered;
        }

        @Override
        public void send(byte[] mail) {
            sent++;
            for (Node other : nodes) {
                if (other != this && random.nextDouble() >= lost) {
                    time.after(Duration.ofMillis((long) (random.nextDouble() * longest.toMillis())), () -> other.receiver.accept(mail));
                }
            }
        }

        @Override
        public void start(Consumer<byte[]> mailReceiver, Runnable changed) {
            receiver = mailReceiver;
            membersChanged = changed;
        }
    }
}
