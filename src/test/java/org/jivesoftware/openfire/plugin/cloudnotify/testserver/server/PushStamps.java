package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dom4j.Element;
import org.jivesoftware.openfire.OfflineMessage;
import org.jivesoftware.openfire.OfflineMessageListener;
import org.jivesoftware.openfire.OfflineMessageStrategy;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Measures the plugin's own part of a push: from the moment at which it is told of a message, before it sees it, to the moment at which
 * Openfire is given the publish. Runs first among the listeners and interceptors. Thread-safe.
 */
final class PushStamps implements OfflineMessageListener, PacketInterceptor {
    private static final String NODE = "node-";
    private static final int MOST = 1_000_000;

    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private List<Long> taken = new ArrayList<>();

    void start() {
        listeners().add(0, this);
        InterceptorManager.getInstance().addInterceptor(0, this);
    }

    void stop() {
        listeners().remove(this);
        InterceptorManager.getInstance().removeInterceptor(this);
        begun.clear();
    }

    synchronized long[] take() {
        long[] times = taken.stream().mapToLong(Long::longValue).toArray();
        taken = new ArrayList<>();
        return times;
    }

    private synchronized void add(long nanos) {
        if (taken.size() < MOST) {
            taken.add(nanos);
        }
    }

    /** Openfire's method up to 4.6.3. */
    public void messageStored(Message message) {
        begun.put(message.getTo().getNode(), System.nanoTime());
    }

    /** Openfire's method since 4.6.4. */
    public void messageStored(OfflineMessage message) {
        messageStored((Message) message);
    }

    @Override
    public void messageBounced(Message message) {
        // Nothing to measure.
    }

    @Override
    public void interceptPacket(Packet packet, Session session, boolean incoming, boolean processed) {
        if (!incoming && !processed && packet instanceof Message && session instanceof ClientSession) {
            begun.putIfAbsent(session.getAddress().getNode(), System.nanoTime());
        } else if (incoming && !processed && session == null && packet instanceof IQ iq && iq.getType() == IQ.Type.set) {
            Element publish = iq.getChildElement() == null ? null : iq.getChildElement().element("publish");
            String node = publish == null ? null : publish.attributeValue("node");
            Long since = node == null || !node.startsWith(NODE) ? null : begun.remove(node.substring(NODE.length()));
            if (since != null) {
                add(System.nanoTime() - since);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<OfflineMessageListener> listeners() {
        try {
            // Its public method adds at the end, which is after the plugin.
            Field field = OfflineMessageStrategy.class.getDeclaredField("listeners");
            field.setAccessible(true);
            return (List<OfflineMessageListener>) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
