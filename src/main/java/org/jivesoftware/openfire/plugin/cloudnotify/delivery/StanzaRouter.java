package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.function.Consumer;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/** The server's routing, as far as delivery needs it. Thread-safe. */
public interface StanzaRouter {

    /** @param packet what to send; not null. May be handed to its receiver before this returns. */
    void route(Packet packet);

    /**
     * Sends a request and waits for its answer, without a thread.
     *
     * @param request an IQ of type get or set with an unguessable id; not null
     * @param timeout how long an answer is waited for; not null
     * @param answer called once, on any thread, with the answer, or with null where none came in time
     */
    void request(IQ request, Duration timeout, Consumer<IQ> answer);
}
