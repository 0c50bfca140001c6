package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ErrorOfRelay;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.RelayRouter;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Sends messages to relays, and takes the errors that come back. Who gets a message answers only where something is wrong: silence for
 * {@link #SILENCE} means that it was taken, where there is a way to the relay by then.
 *
 * <p>Openfire knows answers of IQs only, so the errors are seen as messages that pass. Each is known by its id, which begins as no other
 * does: what comes later goes no further, either. What comes at another cluster node than the one that sent the message is told to the
 * others.
 */
public final class MessageAnswers implements RelayRouter, ServiceListener, AutoCloseable {

    static final Duration SILENCE = Duration.ofSeconds(5);
    /** Not every Openfire says so itself: what goes to a component that is away, it drops where it may not ask other servers. */
    static final Reply NOBODY = new Reply(Reply.Kind.TRANSIENT, "remote-server-not-found", true);
    private static final String PREFIX = "cloudnotify-push2-";
    /** What an id of this server's nodes looks like; nothing else is told to other nodes. */
    private static final Pattern OURS = Pattern.compile(PREFIX + "[0-9a-f]{32}");
    /** So many errors a second are told to other nodes at most: anybody may send what looks like one. */
    static final int TOLD = 100;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    static final Duration BUSY = Duration.ofSeconds(1);

    private final String domain;
    private final Predicate<Packet> router;
    private final Predicate<JID> reachable;
    private final Predicate<JID> component;
    private final Scheduler scheduler;
    private final Lanes lanes;
    private final ServiceEvents events;
    private final Map<String, Sent> pending = new ConcurrentHashMap<>();
    private long second;
    private int told;

    /**
     * A message whose error may come.
     *
     * @param way whether there was a way there just before it was routed, and just after that; if not, a component did not get it, or
     *     hardly
     */
    private record Sent(JID to, boolean way, Consumer<Reply> answer) {

        Sent way(boolean there) {
            return there == way ? this : new Sent(to, there, answer);
        }
    }

    /**
     * @param domain the server's domain, from which messages come
     * @param router routes, and tells whether nothing failed
     * @param reachable tells whether the server has a way to an address
     * @param component tells whether it is that of a component, wherever in the cluster
     * @param scheduler time
     * @param lanes where it is asked later whether there is a way: in a cluster, other nodes may be asked for that
     * @param events is told of errors that answer nothing that was sent here, and tells of those at other nodes
     */
    public MessageAnswers(String domain, Predicate<Packet> router, Predicate<JID> reachable, Predicate<JID> component, Scheduler scheduler,
                          Lanes lanes, ServiceEvents events) {
        this.domain = Objects.requireNonNull(domain);
        this.router = Objects.requireNonNull(router);
        this.reachable = Objects.requireNonNull(reachable);
        this.component = Objects.requireNonNull(component);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.lanes = Objects.requireNonNull(lanes);
        this.events = Objects.requireNonNull(events);
        events.addListener(this);
    }

    @Override
    public void send(Message message, Duration timeout, Consumer<Reply> answer) {
        message.setID(PREFIX + message.getID());
        String id = message.getID();
        JID to = message.getTo();
        // Before it is sent, since an error may come while it is being routed, and before the look for a way: a component that connects
        // now is seen by that look, or finds what nobody got.
        pending.put(id, new Sent(to, false, answer));
        if (reachable.test(to)) {
            way(id, true);
        }
        if (!pending.containsKey(id)) {
            return;
        }
        if (!router.test(message)) {
            answered(id, Reply.TIMEOUT);
        } else if (pending.containsKey(id)) {
            if (!reachable.test(to)) {
                way(id, false);
            }
            look(id, to, SILENCE, timeout.minus(SILENCE));
        }
    }

    private void way(String id, boolean there) {
        pending.computeIfPresent(id, (each, sent) -> sent.way(there));
    }

    private void look(String id, JID to, Duration after, Duration left) {
        scheduler.after(after, () -> {
            if (pending.containsKey(id) && !lanes.execute(to.getDomain(), () -> silent(id, to, left))) {
                look(id, to, BUSY, left);
            }
        });
    }

    private void silent(String id, JID to, Duration left) {
        Sent sent = pending.get(id);
        if (sent == null) {
            return;
        }
        if (!sent.way() && component.test(to)) {
            // It has come since, unheard, as with a node of the cluster that was met again.
            answered(id, NOBODY);
        } else if (reachable.test(to)) {
            answered(id, Reply.RESULT);
        } else if (left.isNegative() || left.isZero()) {
            answered(id, sent.way() ? Reply.TIMEOUT : NOBODY);
        } else {
            look(id, to, left, Duration.ZERO);
        }
    }

    private void answered(String id, Reply reply) {
        Sent sent = pending.remove(id);
        if (sent != null) {
            sent.answer().accept(reply);
        }
    }

    /**
     * Components at a domain have connected: what was sent there while nobody was, nobody got.
     *
     * @param where at which domain
     */
    public void connected(String where) {
        pending.forEach((id, sent) -> {
            if (!sent.way() && sent.to().getDomain().equals(where)) {
                answered(id, NOBODY);
            }
        });
    }

    /** Nobody waits any longer for whoever may come: what nobody got is not delivered, so that it can be kept. */
    @Override
    public void close() {
        pending.forEach((id, sent) -> {
            if (!sent.way()) {
                answered(id, NOBODY);
            }
        });
    }

    /**
     * Looks at a message that did not come from a session of this server's users. Cheap for all that are no errors.
     *
     * @param message it
     * @return whether it is an error that goes no further
     */
    public boolean takes(Message message) {
        String id = "error".equals(message.getElement().attributeValue("type")) ? message.getID() : null;
        JID to = message.getTo();
        if (id == null || !id.startsWith(PREFIX) || to == null || to.getNode() != null || !to.getDomain().equals(domain)) {
            return false;
        }
        JID from = message.getFrom();
        if (from != null && pending.containsKey(id)) {
            claim(read(message, id, from));
        } else if (from != null && OURS.matcher(id).matches() && mayTell()) {
            events.unclaimed(read(message, id, from), Where.HERE);
        }
        return true;
    }

    private ErrorOfRelay read(Message message, String id, JID from) {
        return new ErrorOfRelay(id, from, Reply.ofError(message.getElement(), reachable.test(from)));
    }

    private synchronized boolean mayTell() {
        long now = scheduler.nanos();
        if (now - second >= SECOND) {
            second = now;
            told = 0;
        }
        return told++ < TOLD;
    }

    @Override
    public void unclaimed(ErrorOfRelay error, Where where) {
        if (where == Where.ELSEWHERE) {
            claim(error);
        }
    }

    private void claim(ErrorOfRelay error) {
        Sent sent = pending.get(error.id());
        if (sent != null && by(sent.to(), error.from())) {
            answered(error.id(), error.reply());
        }
    }

    @Override
    public void fails(PushService service, Where where) {
        // What is pushed by messages has its line as the rest has.
    }

    @Override
    public void works(PushService service, Where where) {
        // As above.
    }

    /** A relay that is known by its bare address may answer from a full one. */
    private static boolean by(JID asked, JID from) {
        return asked.getResource() == null ? asked.toBareJID().equals(from.toBareJID()) : asked.equals(from);
    }

    /** @return for how many messages an error may come */
    int pending() {
        return pending.size();
    }
}
