package org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster;

import java.lang.reflect.Field;
import java.util.Map;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/**
 * Brings an answer to the server that comes to a node where nobody waits for it to the others. Openfire does so itself from 4.5 on; before,
 * it is lost.
 */
record RemoteAnswers(HazelcastStrategy cluster) implements PacketInterceptor {
    /** Whether this thread works off an answer that came from another node. */
    private static final ThreadLocal<Boolean> BROUGHT = ThreadLocal.withInitial(() -> false);

    @Override
    public void interceptPacket(Packet packet, Session session, boolean incoming, boolean processed) {
        if (incoming && !processed && packet instanceof IQ iq && iq.isResponse() && iq.getTo() != null && iq.getTo().getNode() == null
                && XMPPServer.getInstance().isLocal(iq.getTo()) && !BROUGHT.get() && !waiting().containsKey(iq.getID())) {
            cluster.tellOthers(Call.answer(iq));
        }
    }

    static void bring(IQ answer) {
        BROUGHT.set(true);
        try {
            XMPPServer.getInstance().getIQRouter().route(answer);
        } finally {
            BROUGHT.remove();
        }
    }

    private static Map<?, ?> waiting() {
        try {
            Field listeners = IQRouter.class.getDeclaredField("resultListeners");
            listeners.setAccessible(true);
            return (Map<?, ?>) listeners.get(XMPPServer.getInstance().getIQRouter());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
