package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Sees messages of services before they are routed, and swallows those that are meant for the plugin (XEP-0357 §8). Services are
 * components or on other servers: what they send comes without a session. Costs an {@code instanceof} and a few comparisons for
 * whatever else passes, and no allocation.
 */
public final class ServiceMessages implements PacketInterceptor, AutoCloseable {

    private final Predicate<Message> swallows;
    private final Consumer<Packet> router;
    private final InterceptorManager interceptors;
    private final Part part;
    /** Those that are routed once more, and not looked at again. */
    private final Set<Message> passing = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final AtomicInteger underway = new AtomicInteger();

    /**
     * Begins to listen.
     *
     * @param decider gives what decides about a message, which must be quick, for a way to route a message that was swallowed before
     *     without it being looked at again
     * @param router routes
     * @param interceptors Openfire's
     * @param part is told what fails
     */
    public ServiceMessages(Function<Consumer<Message>, Predicate<Message>> decider, Consumer<Packet> router,
                           InterceptorManager interceptors, Part part) {
        this.router = Objects.requireNonNull(router);
        this.interceptors = Objects.requireNonNull(interceptors);
        this.part = Objects.requireNonNull(part);
        this.swallows = Objects.requireNonNull(decider.apply(this::pass));
        interceptors.addInterceptor(this);
    }

    private void pass(Message message) {
        underway.incrementAndGet();
        passing.add(message);
        try {
            router.accept(message);
        } finally {
            passing.remove(message);
            underway.decrementAndGet();
        }
    }

    @Override
    public void interceptPacket(Packet packet, Session session, boolean incoming, boolean processed) throws PacketRejectedException {
        if (processed || !incoming || session != null || part.isOff()) {
            return;
        }
        try {
            if (packet instanceof Message message && !isPassing(message) && swallows.test(message)) {
                throw new PacketRejectedException();
            }
        } catch (PacketRejectedException e) {
            // This is meant.
            throw e;
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    private boolean isPassing(Message message) {
        return underway.get() > 0 && passing.contains(message);
    }

    @Override
    public void close() {
        interceptors.removeInterceptor(this);
    }
}
