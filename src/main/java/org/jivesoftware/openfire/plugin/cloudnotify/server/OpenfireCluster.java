package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterEventListener;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.cluster.ClusterNodeInfo;
import org.jivesoftware.openfire.plugin.cloudnotify.cluster.ClusterTransport;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.UserExecutor;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.util.cache.Cache;
import org.jivesoftware.util.cache.CacheFactory;
import org.jivesoftware.util.cache.ClusterTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Openfire's cluster, where a clustering plugin has made one. Who runs the plugin stands in a cache that all nodes share, in words of the
 * JDK; only those get mail, since a node without the plugin would log an error for each.
 */
public final class OpenfireCluster implements ClusterTransport, ClusterEventListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenfireCluster.class);
    private static final int MAX_WAITING = 10_000;

    private final Part part;
    private final Cache<String, String> nodes = CacheFactory.createCache("Cloud Notify Nodes");
    /** One lane: a thread that may wait for the network. */
    private final UserExecutor sender;
    private volatile @Nullable Receiver receiver;
    private volatile @Nullable Runnable membersChanged;

    /** @param part is told what fails */
    public OpenfireCluster(Part part) {
        this.part = Objects.requireNonNull(part);
        this.sender = new UserExecutor(1, MAX_WAITING, part);
    }

    @Override
    public boolean clustered() {
        return ClusterManager.isClusteringStarted();
    }

    @Override
    public String self() {
        byte[] id = CacheFactory.getClusterMemberID();
        return name(id == null ? XMPPServer.getInstance().getNodeID().toByteArray() : id);
    }

    /** Clustering plugins make the id of text. */
    private static String name(byte[] id) {
        return new String(id, StandardCharsets.UTF_8);
    }

    @Override
    public void announce(String text) {
        String self = self();
        if (!text.equals(nodes.get(self))) {
            nodes.put(self, text);
        }
    }

    @Override
    public void withdraw() {
        nodes.remove(self());
    }

    @Override
    public Map<String, String> announced() {
        String self = self();
        Map<String, String> others = new HashMap<>();
        for (ClusterNodeInfo node : ClusterManager.getNodesInfo()) {
            String name = name(node.getNodeID().toByteArray());
            String text = name.equals(self) ? null : nodes.get(name);
            if (text != null) {
                others.put(name, text);
            }
        }
        return others;
    }

    @Override
    public void send(String node, byte[] mail) {
        send(new ClusterMailTask(mail), node.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void sendToOld(byte[] mail) {
        send(new ClusterTaskMail(mail), null);
    }

    private void send(ClusterTask<Void> task, byte@Nullable [] node) {
        if (part.isOff()) {
            return;
        }
        try {
            if (node == null) {
                CacheFactory.doClusterTask(task);
            } else {
                CacheFactory.doClusterTask(task, node);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // It left this moment, or this node did.
            LOG.debug("A cluster node cannot be told now", e);
        } catch (Throwable e) {
            // The clustering plugin's affair as well: what is told to other nodes must not end what is told of.
            part.failed(e);
        }
    }

    @Override
    public boolean perform(Runnable work) {
        return sender.execute("", () -> {
            if (!part.isOff()) {
                work.run();
            }
        });
    }

    @Override
    public void start(Receiver mailReceiver, Runnable changed) {
        receiver = mailReceiver;
        membersChanged = changed;
        ClusterManager.addListener(this);
    }

    /**
     * Mail came.
     *
     * @param mail what another node wrote
     * @param old whether it came the way of version 1.0
     */
    public void receive(byte[] mail, boolean old) {
        Receiver present = receiver;
        if (present == null || part.isOff()) {
            return;
        }
        try {
            present.received(mail, old);
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    private void changed() {
        Runnable present = membersChanged;
        if (present == null || part.isOff()) {
            return;
        }
        try {
            present.run();
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    public void joinedCluster() {
        changed();
    }

    @Override
    public void joinedCluster(byte[] nodeId) {
        changed();
    }

    @Override
    public void leftCluster() {
        changed();
    }

    @Override
    public void leftCluster(byte[] nodeId) {
        try {
            perform(() -> nodes.remove(name(nodeId)));
        } catch (Throwable e) {
            part.failed(e);
        }
        changed();
    }

    @Override
    public void markedAsSeniorClusterMember() {
        // All nodes are alike here.
    }

    @Override
    public void close() {
        ClusterManager.removeListener(this);
        receiver = null;
        membersChanged = null;
        sender.close();
    }
}
