package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.time.Duration;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.xmpp.packet.Message;

/** The server's way to relays, which are told by messages: these are answered only where something is wrong. Thread-safe. */
@FunctionalInterface
public interface RelayRouter {

    /**
     * Sends a message. No thread waits.
     *
     * @param message what, with an unguessable id
     * @param timeout for how long an error is waited for at most
     * @param answer called once, on any thread, maybe before this returns: with what an error says that came from whom it was sent to, with
     *     {@link Reply#RESULT} where there is a way there and none came for a while, or with {@link Reply#TIMEOUT}; must be quick
     */
    void send(Message message, Duration timeout, Consumer<Reply> answer);
}
