package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/** Measures the CPU time of the plugin's threads while Openfire routes what they gave it to route. Thread-safe. */
final class RoutingCost implements PacketInterceptor {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ThreadLocal<Long> begun = new ThreadLocal<>();
    private final AtomicLong nanos = new AtomicLong();

    void start() {
        nanos.set(0);
        InterceptorManager.getInstance().addInterceptor(0, this);
    }

    long stop() {
        InterceptorManager.getInstance().removeInterceptor(this);
        return nanos.get();
    }

    @Override
    public void interceptPacket(Packet packet, Session session, boolean incoming, boolean processed) {
        if (incoming && session == null && packet instanceof IQ && Thread.currentThread().getName().startsWith("cloudnotify-")) {
            if (!processed) {
                begun.set(threads.getCurrentThreadCpuTime());
            } else if (begun.get() != null) {
                nanos.addAndGet(threads.getCurrentThreadCpuTime() - begun.get());
                begun.remove();
            }
        }
    }
}
