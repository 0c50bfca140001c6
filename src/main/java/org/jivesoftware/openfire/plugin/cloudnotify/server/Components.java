package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.component.ComponentEventListener;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Whole;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** Notices that a component connected, at whichever cluster node: most push services are components. */
public final class Components implements ComponentEventListener, AutoCloseable {

    private final InternalComponentManager components;
    private final Consumer<String> connected;
    private final Part part;

    /**
     * Starts to listen; those that are connected are named at once.
     *
     * @param components the components of the server
     * @param connected is called with the domain of each component that connects; must be quick
     * @param part is told what fails
     */
    public Components(InternalComponentManager components, Consumer<String> connected, Part part) {
        this.components = Objects.requireNonNull(components);
        this.connected = Objects.requireNonNull(connected);
        this.part = Objects.requireNonNull(part);
        // It listens already when it is told of those that are connected, at other nodes too.
        Whole.begin(() -> components.addListener(this), this);
    }

    @Override
    public void componentRegistered(JID component) {
        if (part.isOff()) {
            return;
        }
        try {
            connected.accept(component.getDomain());
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    public void componentUnregistered(JID component) {
        // Its next push finds out.
    }

    @Override
    public void componentInfoReceived(IQ info) {
        // Nothing that matters here.
    }

    @Override
    public void close() {
        components.removeListener(this);
    }
}
