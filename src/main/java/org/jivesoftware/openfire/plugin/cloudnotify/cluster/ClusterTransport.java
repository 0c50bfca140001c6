package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.util.function.Consumer;

/** Brings mail to the other nodes of the cluster: maybe late, out of order or not at all. Thread-safe. */
public interface ClusterTransport {

    /** @return whether there is a cluster; cheap */
    boolean clustered();

    /** @param mail for every other node; not null. May take as long as a network does, but does not wait for the others. */
    void send(byte[] mail);

    /**
     * @param receiver takes mail of other nodes, on any thread; must be quick; not null
     * @param membersChanged is told when this node joined or left a cluster; not null
     */
    void start(Consumer<byte[]> receiver, Runnable membersChanged);
}
