package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.EndpointService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.component.Component;
import org.xmpp.component.ComponentException;
import org.xmpp.component.ComponentManager;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/** The plugin's own push service at an address of its own (behaviour §13): a component in the server, which lists it among its services. */
public final class PushComponent implements Component, AutoCloseable {

    /** What comes before the server's domain in its address. */
    public static final String SUBDOMAIN = "push";
    private static final String NAME = "Web Push";
    private static final Logger LOG = LoggerFactory.getLogger(PushComponent.class);

    private final InternalComponentManager components;
    private final EndpointService service;
    private final Consumer<Packet> router;
    private final Part part;

    /**
     * Connects.
     *
     * @param components Openfire's
     * @param service answers
     * @param router routes answers
     * @param part is told what fails
     * @throws ComponentException if the server does not take it
     */
    public PushComponent(InternalComponentManager components, EndpointService service, Consumer<Packet> router, Part part)
        throws ComponentException {
        this.components = Objects.requireNonNull(components);
        this.service = Objects.requireNonNull(service);
        this.router = Objects.requireNonNull(router);
        this.part = Objects.requireNonNull(part);
        try {
            components.addComponent(SUBDOMAIN, this);
        } catch (RuntimeException e) {
            // The other nodes of a cluster could not be told of it, but this one knows it.
            components.removeComponent(SUBDOMAIN, this);
            throw e;
        }
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getDescription() {
        return NAME;
    }

    @Override
    public void processPacket(Packet packet) {
        try {
            if (part.isOff()) {
                failed(packet);
            } else if (packet instanceof IQ iq) {
                IQ answer = service.answer(iq, router::accept);
                if (answer != null) {
                    router.accept(answer);
                }
            }
        } catch (Throwable e) {
            part.failed(e);
            failed(packet);
        }
    }

    /** Who asked hears of it. */
    private void failed(Packet packet) {
        try {
            if (packet instanceof IQ iq && (iq.getType() == IQ.Type.get || iq.getType() == IQ.Type.set)) {
                IQ answer = IQ.createResultIQ(iq);
                answer.setError(new PacketError(PacketError.Condition.internal_server_error,
                    part.isOff() ? PacketError.Type.cancel : PacketError.Type.wait, "The request failed.", "en"));
                router.accept(answer);
            }
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    public void initialize(JID jid, ComponentManager manager) {
        // All that it needs is there.
    }

    @Override
    public void start() {
        // It has begun.
    }

    @Override
    public void shutdown() {
        // What it uses is ended by who made it.
    }

    @Override
    public void close() {
        components.removeComponent(SUBDOMAIN, this);
        LOG.debug("The push service of this plugin has gone");
    }
}
