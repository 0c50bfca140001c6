package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/**
 * Tells the plugin's CPU time from Openfire's where one calls the other: what happens between the first interceptor and the last, and
 * what happens with the answer to a push, is the plugin's; what happens from its handing over a publish until that is routed is Openfire's.
 * Thread-safe.
 */
final class PluginCost {

    /** Deeper is only what was never ended, since somebody stopped a stanza. */
    private static final int DEPTH = 16;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ThreadLocal<Meter> meters = ThreadLocal.withInitial(Meter::new);
    private final AtomicLong pluginOnOthers = new AtomicLong();
    private final AtomicLong openfireOnPlugins = new AtomicLong();
    private final PacketInterceptor first = this::first;
    private final PacketInterceptor last = this::last;

    void start() {
        pluginOnOthers.set(0);
        openfireOnPlugins.set(0);
        InterceptorManager.getInstance().addInterceptor(0, first);
        InterceptorManager.getInstance().addInterceptor(last);
    }

    /** @return the plugin's on Openfire's threads, and Openfire's on the plugin's threads, in nanoseconds */
    long[] stop() {
        InterceptorManager.getInstance().removeInterceptor(first);
        InterceptorManager.getInstance().removeInterceptor(last);
        return new long[] {pluginOnOthers.get(), openfireOnPlugins.get()};
    }

    private void first(Packet packet, Session session, boolean incoming, boolean processed) {
        Meter meter = meters.get();
        if (incoming && processed && spans(packet, session)) {
            meter.end();
        }
        meter.begin(true);
    }

    private void last(Packet packet, Session session, boolean incoming, boolean processed) {
        Meter meter = meters.get();
        meter.end();
        if (incoming && !processed && spans(packet, session)) {
            meter.begin(isAnswer((IQ) packet));
        }
    }

    /** Whether what happens from the first look at it to the last has one owner: a publish is routed, or the plugin hears its answer. */
    private static boolean spans(Packet packet, Session session) {
        return session == null && packet instanceof IQ iq && (isAnswer(iq) || iq.getType() == IQ.Type.set);
    }

    private static boolean isAnswer(IQ iq) {
        return iq.getType() == IQ.Type.result || iq.getType() == IQ.Type.error;
    }

    /** What one thread is doing: the innermost counts. */
    private final class Meter {

        private final boolean own = Thread.currentThread().getName().startsWith("cloudnotify-");
        private final boolean[] plugin = new boolean[DEPTH];
        private int depth;
        private long mark;

        void begin(boolean byPlugin) {
            count();
            if (depth == DEPTH) {
                depth = 0;
            }
            plugin[depth++] = byPlugin;
        }

        void end() {
            count();
            depth = Math.max(0, depth - 1);
        }

        private void count() {
            long now = threads.getCurrentThreadCpuTime();
            if (depth > 0) {
                if (plugin[depth - 1] && !own) {
                    pluginOnOthers.addAndGet(now - mark);
                } else if (!plugin[depth - 1] && own) {
                    openfireOnPlugins.addAndGet(now - mark);
                }
            }
            mark = now;
        }
    }
}
