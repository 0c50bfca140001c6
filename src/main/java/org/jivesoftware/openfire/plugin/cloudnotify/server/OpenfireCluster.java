package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.function.Consumer;
import org.jivesoftware.openfire.cluster.ClusterEventListener;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.plugin.cloudnotify.cluster.ClusterTransport;
import org.jivesoftware.util.cache.CacheFactory;

/** Openfire's cluster, where a clustering plugin has made one. */
public final class OpenfireCluster implements ClusterTransport, ClusterTaskMail.Mailbox, ClusterEventListener, AutoCloseable {

    private volatile Consumer<byte[]> receiver;
    private volatile Runnable membersChanged;

    @Override
    public boolean clustered() {
        return ClusterManager.isClusteringStarted();
    }

    @Override
    public void send(byte[] mail) {
        CacheFactory.doClusterTask(new ClusterTaskMail(mail));
    }

    @Override
    public void start(Consumer<byte[]> mailReceiver, Runnable changed) {
        receiver = mailReceiver;
        membersChanged = changed;
        ClusterManager.addListener(this);
    }

    @Override
    public void receive(byte[] mail) {
        Consumer<byte[]> present = receiver;
        if (present != null) {
            present.accept(mail);
        }
    }

    private void changed() {
        Runnable present = membersChanged;
        if (present != null) {
            present.run();
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
    }
}
