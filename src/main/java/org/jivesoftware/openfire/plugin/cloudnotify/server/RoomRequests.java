package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Sees what is asked of rooms: what may change who belongs to them. Costs a look at the address for whatever else passes.
 */
public final class RoomRequests implements PacketInterceptor, AutoCloseable {

    private final String subdomains;
    private final Consumer<JID> changed;
    private final InterceptorManager interceptors;
    private final Part part;

    /**
     * Begins to listen.
     *
     * @param domain the server's domain; not null
     * @param changed is told of rooms, by bare JID, of which the affiliations may have changed; not null
     * @param interceptors Openfire's; not null
     * @param part is told what fails; not null
     */
    public RoomRequests(String domain, Consumer<JID> changed, InterceptorManager interceptors, Part part) {
        this.subdomains = "." + domain;
        this.changed = Objects.requireNonNull(changed);
        this.interceptors = Objects.requireNonNull(interceptors);
        this.part = Objects.requireNonNull(part);
        interceptors.addInterceptor(this);
    }

    @Override
    public void close() {
        interceptors.removeInterceptor(this);
    }

    @Override
    public void interceptPacket(Packet packet, Session session, boolean incoming, boolean processed) {
        if (!incoming || !processed || part.isOff()) {
            return;
        }
        try {
            look(packet);
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    /** An invitation, too, makes its recipient a member of a members-only room. */
    private void look(Packet packet) {
        boolean request = packet instanceof IQ iq && iq.getType() == IQ.Type.set || packet instanceof Message message
            && message.getElement().attributeValue("type", "normal").equals("normal");
        String address = request ? packet.getElement().attributeValue("to") : null;
        if (address != null && address.endsWith(subdomains) && address.indexOf('@') > 0) {
            JID room = packet.getTo();
            if (room.getNode() != null && room.getResource() == null) {
                changed.accept(room);
            }
        }
    }
}
