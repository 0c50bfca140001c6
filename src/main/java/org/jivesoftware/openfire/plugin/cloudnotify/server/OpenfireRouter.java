package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.StanzaRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/** Openfire's routing. */
public final class OpenfireRouter implements StanzaRouter {

    private static final Logger LOG = LoggerFactory.getLogger(OpenfireRouter.class);

    private final PacketRouter packets;
    private final IQRouter iqs;

    /**
     * @param packets sends; not null
     * @param iqs knows who waits for an answer; not null
     */
    public OpenfireRouter(PacketRouter packets, IQRouter iqs) {
        this.packets = Objects.requireNonNull(packets);
        this.iqs = Objects.requireNonNull(iqs);
    }

    @Override
    public void route(Packet packet) {
        packets.route(packet);
    }

    @Override
    public void request(IQ request, Duration timeout, Consumer<IQ> answer) {
        // Before it is sent, since a service on this server answers while it is being routed.
        iqs.addIQResultListener(request.getID(), new Waiting(request, answer, System.nanoTime() + timeout.toNanos()), timeout.toMillis());
        packets.route(request);
    }

    /** Openfire matches answers by their id alone, from whomever; only the one who was asked may answer. */
    private final class Waiting implements IQResultListener {

        private final IQ request;
        private final Consumer<IQ> answer;
        private final long deadline;

        Waiting(IQ request, Consumer<IQ> answer, long deadline) {
            this.request = request;
            this.answer = answer;
            this.deadline = deadline;
        }

        @Override
        public void receivedAnswer(IQ packet) {
            if (request.getTo().equals(packet.getFrom())) {
                answer.accept(packet);
                return;
            }
            LOG.debug("An answer to a push for {} came from {} and is ignored", request.getTo(), packet.getFrom());
            long left = (deadline - System.nanoTime()) / 1_000_000;
            iqs.addIQResultListener(request.getID(), this, Math.max(1, left));
        }

        @Override
        public void answerTimeout(String packetId) {
            answer.accept(null);
        }
    }
}
