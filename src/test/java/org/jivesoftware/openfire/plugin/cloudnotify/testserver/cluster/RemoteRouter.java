package org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster;

import org.jivesoftware.openfire.RemotePacketRouter;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** Hands stanzas to other nodes. */
record RemoteRouter(HazelcastStrategy cluster) implements RemotePacketRouter {

    @Override
    public boolean routePacket(byte[] node, JID recipient, Packet packet) {
        try {
            cluster.tell(Call.route(recipient, packet), node);
            return true;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    @Override
    public void broadcastPacket(Message message) {
        cluster.tellOthers(Call.broadcast(message));
    }
}
