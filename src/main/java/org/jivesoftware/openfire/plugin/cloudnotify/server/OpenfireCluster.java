package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.cluster.ClusterEventListener;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.plugin.cloudnotify.cluster.ClusterTransport;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.util.cache.CacheFactory;

/** Openfire's cluster, where a clustering plugin has made one. */
public final class OpenfireCluster implements ClusterTransport, ClusterTaskMail.Mailbox, ClusterEventListener, AutoCloseable {

    private final Part part;
    private volatile Consumer<byte[]> receiver;
    private volatile Runnable membersChanged;

    /** @param part is told what fails; not null */
    public OpenfireCluster(Part part) {
        this.part = Objects.requireNonNull(part);
    }

    @Override
    public boolean clustered() {
        return ClusterManager.isClusteringStarted();
    }

    @Override
    public void send(byte[] mail) {
        if (part.isOff()) {
            return;
        }
        try {
            CacheFactory.doClusterTask(new ClusterTaskMail(mail));
        } catch (Throwable e) {
            // The clustering plugin's affair as well: what is told to other nodes must not end what is told of.
            part.failed(e);
        }
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
        if (present == null || part.isOff()) {
            return;
        }
        try {
            present.accept(mail);
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
