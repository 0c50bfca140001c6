package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mail to the nodes that run the plugin. News is collected for {@link #DELAY} and sent as one mail, equal news once. Bounded: where
 * more than {@link #MAX_WAITING} wait, changes become one "everything changed", and other news is lost. Thread-safe.
 */
final class Post {

    static final Duration DELAY = Duration.ofMillis(20);
    static final int MAX_WAITING = 10_000;
    /** Nodes with version 1.0 are told of news as long as one of them was heard within this time. */
    private static final Duration OLD = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);
    private static final int MAIL_SIZE = 1_000;
    private static final Duration BUSY = Duration.ofMillis(500);

    private final ClusterTransport transport;
    private final Members members;
    private final Member self;
    private final Scheduler scheduler;
    // Guarded by itself.
    private final Set<ClusterMessage> waiting = new LinkedHashSet<>();
    private volatile boolean old;
    private volatile long oldHeard;

    /**
     * @param transport the way
     * @param members to whom
     * @param self what each mail says of this node
     * @param scheduler time
     */
    Post(ClusterTransport transport, Members members, Member self, Scheduler scheduler) {
        this.transport = Objects.requireNonNull(transport);
        this.members = Objects.requireNonNull(members);
        this.self = Objects.requireNonNull(self);
        this.scheduler = Objects.requireNonNull(scheduler);
    }

    /** Tells all others soon. */
    void add(ClusterMessage message) {
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                if (message instanceof ClusterMessage.Changed) {
                    waiting.removeIf(each -> each instanceof ClusterMessage.Changed);
                    waiting.add(new ClusterMessage.EverythingChanged());
                }
                return;
            }
            if (!waiting.add(message) || waiting.size() > 1) {
                return;
            }
        }
        scheduler.after(DELAY, this::sendWaiting);
    }

    /** A node with version 1.0 was heard. */
    void heardOld() {
        if (!old) {
            LOG.warn("A cluster node has version 1.0 of Cloud Notify, this one {}. All nodes should have the same", self.version());
        }
        oldHeard = scheduler.nanos();
        old = true;
    }

    private void sendWaiting() {
        // Not the scheduler's thread: sending may take its time.
        if (!transport.perform(this::sendAll)) {
            scheduler.after(BUSY, this::sendWaiting);
        }
    }

    private List<ClusterMessage> takeWaiting() {
        List<ClusterMessage> news = new ArrayList<>();
        synchronized (waiting) {
            Iterator<ClusterMessage> each = waiting.iterator();
            while (each.hasNext() && news.size() < MAIL_SIZE) {
                news.add(each.next());
                each.remove();
            }
        }
        return news;
    }

    private void sendAll() {
        while (true) {
            List<ClusterMessage> news = takeWaiting();
            if (news.isEmpty()) {
                return;
            }
            sendNow(news);
            sendToOld(news);
        }
    }

    private void sendToOld(List<ClusterMessage> news) {
        if (old && scheduler.nanos() - oldHeard > OLD.toNanos()) {
            old = false;
        }
        if (old) {
            try {
                transport.sendToOld(mail(news));
            } catch (RuntimeException e) {
                LOG.debug("Cluster nodes with version 1.0 could not be told of {} changes", news.size(), e);
            }
        }
    }

    /** Tells all others, on the calling thread, which may wait for the network. */
    void sendNow(List<ClusterMessage> messages) {
        send(members.all(), mail(messages));
    }

    /** Tells some, without collecting first. Where that is not possible, it is lost. */
    void sendSoon(Set<String> nodes, ClusterMessage message) {
        transport.perform(() -> send(nodes, mail(List.of(message))));
    }

    /** Asks some, and tells all in the same mail what is news: who knows the answer has heard that, too. */
    void askSoon(Set<String> nodes, ClusterMessage.Question question) {
        transport.perform(() -> {
            List<ClusterMessage> news = takeWaiting();
            List<ClusterMessage> asking = new ArrayList<>(news);
            asking.add(question);
            send(nodes, mail(asking));
            if (!news.isEmpty()) {
                send(members.all().stream().filter(node -> !nodes.contains(node)).toList(), mail(news));
                sendToOld(news);
            }
            sendAll();
        });
    }

    private byte[] mail(List<ClusterMessage> messages) {
        List<ClusterMessage> all = new ArrayList<>(messages.size() + 1);
        all.add(new ClusterMessage.From(transport.self(), self));
        all.addAll(messages);
        return ClusterMail.write(all);
    }

    private void send(Collection<String> nodes, byte[] mail) {
        for (String node : nodes) {
            try {
                transport.send(node, mail);
            } catch (RuntimeException e) {
                LOG.warn("Cluster node {} could not be told what changed; it will notice in a few minutes", node, e);
            }
        }
    }
}
