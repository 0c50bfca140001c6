package org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.instance.impl.Node;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.cluster.NodeID;
import org.jivesoftware.openfire.spi.RoutingTableImpl;
import org.jivesoftware.util.cache.Cache;
import org.jivesoftware.util.cache.CacheFactory;

/**
 * A cluster that is split in two, and heals. Each node gives up those of the other half, as if it had not heard of them for long, and looks
 * for them only when told to. The smaller half then joins the larger one: its nodes get new names, and Openfire leaves and joins.
 */
public final class Split implements LifecycleListener {

    private static volatile HazelcastInstance current;

    private final HazelcastInstance hazelcast;

    private Split(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
    }

    /** This server's part in the cluster. */
    static void of(HazelcastInstance hazelcast) {
        hazelcast.getLifecycleService().addLifecycleListener(new Split(hazelcast));
        current = hazelcast;
    }

    private static Node node() {
        return ((HazelcastInstanceProxy) Objects.requireNonNull(current)).getOriginal().node;
    }

    /** Gives up the nodes with these ports. */
    public static void lose(Set<Integer> ports) {
        List.copyOf(node().getClusterService().getMembers()).stream().filter(member -> ports.contains(member.getAddress().getPort()))
                .forEach(member -> node().getClusterService().suspectMember(member, "split", true));
    }

    /** Looks for the other half. */
    public static void reunite() {
        if (node().isMaster()) {
            node().getJoiner().searchForOtherClusters();
        }
    }

    /** The components of a node that is lost are lost, too. Openfire sees to that from 4.5 on; before, it changes but a copy. */
    static void forgetComponents(byte[] node) {
        Cache<String, Set<NodeID>> components = CacheFactory.createCache(RoutingTableImpl.COMPONENT_CACHE_NAME);
        for (String domain : Set.copyOf(components.keySet())) {
            Set<NodeID> nodes = components.get(domain);
            if (nodes != null && nodes.remove(NodeID.getInstance(node))) {
                if (nodes.isEmpty()) {
                    components.remove(domain);
                } else {
                    components.put(domain, nodes);
                }
            }
        }
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        if (event.getState() == LifecycleState.MERGING) {
            ClusterManager.fireLeftCluster();
        } else if (event.getState() == LifecycleState.MERGED) {
            XMPPServer.getInstance().setNodeID(NodeID.getInstance(HazelcastStrategy.id(hazelcast.getCluster().getLocalMember())));
            ClusterManager.fireJoinedCluster(true);
        }
    }
}
