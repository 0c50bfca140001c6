package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.StanzaRouter;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/**
 * Openfire's routing.
 *
 * <p>Openfire matches answers by their id alone, from whomever, hands each to its listener once, and knows the time by the wall clock.
 * So this class compares the sender, listens again after a false one, and measures its own time. In a cluster Openfire (since 4.5)
 * brings an answer to the node that asked, whichever it arrives at.
 */
public final class OpenfireRouter implements StanzaRouter, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenfireRouter.class);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    /** Openfire drops its listener so much later than this class has given up: a safety net, not a clock. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final PacketRouter packets;
    private final IQRouter iqs;
    private final Ways ways;
    private final Scheduler scheduler;
    private final Part publishing;
    private final Part answers;
    private final Map<String, Ticket> pending = new ConcurrentHashMap<>();
    private final Scheduler.Task sweeping;

    /**
     * @param domain the server's domain
     * @param packets sends
     * @param iqs knows who waits for an answer
     * @param routes knows who can be reached
     * @param sessions knows which components are connected
     * @param scheduler time
     * @param parts are told what fails
     */
    public OpenfireRouter(String domain, PacketRouter packets, IQRouter iqs, RoutingTable routes, SessionManager sessions,
                          Scheduler scheduler, Parts parts) {
        this.packets = Objects.requireNonNull(packets);
        this.iqs = Objects.requireNonNull(iqs);
        this.ways = new Ways(domain, routes, sessions);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.publishing = parts.part(PartName.PUBLISHING);
        this.answers = parts.part(PartName.ANSWERS);
        this.sweeping = scheduler.every(SWEEP, this::sweep);
    }

    @Override
    public void route(Packet packet) {
        packets.route(packet);
    }

    @Override
    public void request(IQ request, Duration timeout, Consumer<Reply> answer) {
        request(request, timeout, answer, null);
    }

    /**
     * The same, and lets the answer be read.
     *
     * @param request as above
     * @param timeout as above
     * @param answer as above
     * @param reader is given the answer before that, where one comes that is no error; must be as quick; null for nobody
     */
    void request(IQ request, Duration timeout, Consumer<Reply> answer, @Nullable Consumer<IQ> reader) {
        Ticket ticket = new Ticket(this, request, scheduler.nanos() + timeout.toNanos(), answer, reader);
        pending.put(ticket.id, ticket);
        boolean sent = worked(ticket.id, () -> {
            // Before it is sent, since a service on this server answers while it is being routed.
            listen(ticket);
            ticket.sender = Thread.currentThread();
            packets.route(request);
        });
        ticket.sender = null;
        if (!sent) {
            ticket.complete(Reply.TIMEOUT);
        } else if (ways.ended(request.getTo())) {
            ticket.complete(MessageAnswers.NOBODY);
        }
    }

    /**
     * Routes what is pushed.
     *
     * @param packet what
     * @return whether nothing failed
     */
    public boolean sent(Packet packet) {
        return worked(packet.getID(), () -> packets.route(packet));
    }

    private boolean worked(String id, Runnable sending) {
        try {
            sending.run();
            return true;
        } catch (RuntimeException e) {
            LOG.debug("The stanza {} could not be routed", id, e);
        } catch (Throwable e) {
            // It may be another plugin's, which must not seem to be that of whoever asks for a push here.
            publishing.failed(e);
        }
        return false;
    }

    private void listen(Ticket ticket) {
        long left = Math.max(0, ticket.deadline - scheduler.nanos()) / 1_000_000 + GRACE.toMillis();
        iqs.addIQResultListener(ticket.id, ticket, left);
    }

    private void answered(Ticket ticket, IQ answer) {
        // As it was written, nearly always: to compare addresses, texts are made of both.
        String from = answer.getElement().attributeValue("from");
        if (!ticket.to.equals(from) && !new JID(ticket.to).equals(answer.getFrom())) {
            LOG.debug("An answer to a push for {} came from {} and is ignored", ticket.to, answer.getFrom());
            listen(ticket);
            return;
        }
        if (ticket.reader != null && answer.getType() != IQ.Type.error) {
            ticket.reader.accept(answer);
        }
        boolean read = answer.getType() != IQ.Type.error || !ofThisServer(ticket) && reachable(new JID(ticket.to));
        ticket.complete(Reply.of(answer, read));
    }

    /**
     * Tells whether an error comes of routing: no component with a connection answers on the thread that is about to send to it. There may
     * still seem to be a way to it, as to one at a node that left the cluster this moment.
     */
    private boolean ofThisServer(Ticket ticket) {
        return ticket.sender == Thread.currentThread() && ways.connection(new JID(ticket.to));
    }

    /**
     * @param service an address
     * @return whether there is a way to it; where there is none, it was this server that answered in its name
     */
    public boolean reachable(JID service) {
        return ways.reachable(service);
    }

    /**
     * @param service an address
     * @return whether it is that of a component, at whichever node
     */
    public boolean component(JID service) {
        return ways.component(service);
    }

    /**
     * {@inheritDoc} Components (XEP-0114) have connections whose writes never wait. One that is part of another plugin may do anything,
     * though, and on its way to another server a stanza may wait for a lock, and in older versions for the network.
     */
    @Override
    public boolean nearby(JID to) {
        return ways.connectionHere(to);
    }

    private void sweep() {
        if (pending.isEmpty()) {
            // A table that was large once is as long to go through when nothing is left in it.
            return;
        }
        long now = scheduler.nanos();
        for (Ticket ticket : pending.values()) {
            if (now - ticket.deadline >= 0) {
                ticket.complete(Reply.TIMEOUT);
            } else if (ticket.unheard) {
                ticket.unheard = false;
                listen(ticket);
            }
        }
    }

    /** @return how many requests wait for an answer */
    public int pending() {
        return pending.size();
    }

    /** Forgets all requests without telling those who wait, and leaves nothing of this plugin in Openfire. */
    @Override
    public void close() {
        sweeping.cancel();
        Map<String, Ticket> left = Map.copyOf(pending);
        pending.clear();
        left.values().forEach(Ticket::forget);
        PendingAnswers.remove(iqs, left);
    }

    /** What Openfire holds. Empties itself when it is done, since nobody knows how long Openfire will hold it. */
    private static final class Ticket implements IQResultListener {

        private final AtomicReference<Consumer<Reply>> answer;
        private final @Nullable Consumer<IQ> reader;
        private final String id;
        /** As the request has it. */
        private final String to;
        private final long deadline;
        /** Who is at sending it; of interest to that thread alone. */
        private @Nullable Thread sender;
        private volatile @Nullable OpenfireRouter router;
        /** Openfire gave it up early, because the wall clock jumped. */
        private volatile boolean unheard;

        Ticket(OpenfireRouter router, IQ request, long deadline, Consumer<Reply> answer, @Nullable Consumer<IQ> reader) {
            this.reader = reader;
            this.router = router;
            this.id = request.getID();
            this.to = request.getElement().attributeValue("to");
            this.deadline = deadline;
            this.answer = new AtomicReference<>(answer);
        }

        @Override
        public void receivedAnswer(IQ packet) {
            OpenfireRouter present = router;
            if (present == null) {
                return;
            }
            Part part = present.answers;
            try {
                if (part.isOff()) {
                    complete(Reply.RESULT);
                } else {
                    present.answered(this, packet);
                }
            } catch (Throwable e) {
                part.failed(e);
                unread(part);
            }
        }

        /** The service did answer: it must not seem to be away. */
        private void unread(Part part) {
            try {
                complete(Reply.RESULT);
            } catch (Throwable e) {
                part.failed(e);
            }
        }

        @Override
        public void answerTimeout(String packetId) {
            // Listening again at once would not do: Openfire is about to forget the new time together with the old one.
            unheard = true;
        }

        void complete(Reply reply) {
            OpenfireRouter present = router;
            Consumer<Reply> waiting = answer.getAndSet(null);
            if (waiting != null && present != null) {
                present.pending.remove(id);
                router = null;
                waiting.accept(reply);
            }
        }

        void forget() {
            answer.set(null);
            router = null;
        }
    }
}
