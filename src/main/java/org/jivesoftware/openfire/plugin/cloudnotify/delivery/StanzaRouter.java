package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.function.Consumer;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** The server's routing, as far as delivery needs it. Thread-safe. */
public interface StanzaRouter {

    /**
     * @param to an address
     * @return whether handing a stanza for it to the server surely waits for nobody
     */
    boolean nearby(JID to);

    /** @param packet what to send. May be handed to its receiver before this returns. */
    void route(Packet packet);

    /**
     * Sends a request and waits for its answer, without a thread. Only an answer from the very JID that was asked counts; others, those
     * that come after the time, and second ones are passed over.
     *
     * @param request an IQ of type get or set with an unguessable id
     * @param timeout how long an answer is waited for
     * @param answer called once, on any thread, maybe before this returns, with the answer, or with {@link Reply#TIMEOUT} where none
     *     came in time; must be quick, since it may be the thread that routes stanzas
     */
    void request(IQ request, Duration timeout, Consumer<Reply> answer);
}
