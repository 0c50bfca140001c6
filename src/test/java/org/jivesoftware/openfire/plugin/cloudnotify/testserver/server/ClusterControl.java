package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster.Split;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ClusterCommands;
import org.xmpp.packet.JID;

/** The cluster by way of {@link ClusterManager}. */
final class ClusterControl implements ClusterCommands {

    @Override
    public int nodes() {
        return ClusterManager.isClusteringStarted() ? ClusterManager.getNodesInfo().size() : 0;
    }

    @Override
    public int routes(String bareJid) {
        return XMPPServer.getInstance().getRoutingTable().getRoutes(new JID(bareJid), null).size();
    }

    @Override
    public void lose(String ports) {
        Split.lose(Arrays.stream(ports.split(",")).map(Integer::valueOf).collect(Collectors.toSet()));
    }

    @Override
    public void reunite() {
        Split.reunite();
    }
}
