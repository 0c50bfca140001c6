package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.room.OfflineSwitch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.PacketError.Condition;

/**
 * Answers users who register at a room, instead of Openfire: its group chat services have a handler of their own for that, and look for
 * others only where a request is of another namespace. So {@link RoomRequests} gives it one on its way, and this takes it away again.
 */
public final class RoomRegistrations extends IQHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RoomRegistrations.class);
    private static final String NAMESPACE = "urn:cloudnotify:room:register";

    private final IQHandlerInfo info = new IQHandlerInfo("query", NAMESPACE);
    private final OfflineSwitch rooms;
    private final Lanes lanes;
    private final Consumer<IQ> replies;
    private final Part part;

    /**
     * @param rooms knows the answers
     * @param lanes where that is worked out
     * @param replies sends an answer to its client
     * @param part is told what fails
     */
    public RoomRegistrations(OfflineSwitch rooms, Lanes lanes, Consumer<IQ> replies, Part part) {
        super("Cloud Notify: registration at group chats");
        this.rooms = Objects.requireNonNull(rooms);
        this.lanes = Objects.requireNonNull(lanes);
        this.replies = Objects.requireNonNull(replies);
        this.part = Objects.requireNonNull(part);
    }

    @Override
    public IQHandlerInfo getInfo() {
        return info;
    }

    /** Has a request come here. */
    static void divert(Element query) {
        query.setQName(QName.get("query", NAMESPACE));
        // The parser keeps the declaration apart. Where the request comes back as it is, since another plugin refuses it or the service
        // fails, there would be two of them: that is no XML, and closes the client's stream.
        List<Namespace> declared = new ArrayList<>(1);
        for (Object each : query.content()) {
            if (each instanceof Namespace namespace && namespace.getPrefix().isEmpty()) {
                declared.add(namespace);
            }
        }
        declared.forEach(query::remove);
    }

    @Override
    public @Nullable IQ handleIQ(IQ iq) {
        try {
            if (iq.getType() != IQ.Type.set && iq.getType() != IQ.Type.get) {
                return null;
            }
            Element query = iq.getChildElement();
            query.setQName(QName.get("query", OfflineSwitch.REGISTER));
            IQ request = iq.createCopy();
            boolean accepted = lanes.execute(request.getFrom().getNode(), () -> replies.accept(answer(request)));
            return accepted ? null : error(request, Condition.resource_constraint);
        } catch (Throwable e) {
            part.failed(e);
            return failed(iq);
        }
    }

    private IQ answer(IQ request) {
        try {
            return rooms.answer(request);
        } catch (StoreException e) {
            LOG.warn("What user {} chose for {} cannot be read or kept: {}", new Object[] {request.getFrom().getNode(), request.getTo(),
                e.getMessage()});
        } catch (Throwable e) {
            part.failed(e);
        }
        return error(request, Condition.internal_server_error);
    }

    private @Nullable IQ failed(IQ iq) {
        try {
            return error(iq, Condition.internal_server_error);
        } catch (Throwable e) {
            part.failed(e);
            return null;
        }
    }

    private static IQ error(IQ request, Condition condition) {
        IQ error = IQ.createResultIQ(request);
        error.setError(new PacketError(condition, PacketError.Type.wait, "Please try again later.", "en"));
        return error;
    }
}
