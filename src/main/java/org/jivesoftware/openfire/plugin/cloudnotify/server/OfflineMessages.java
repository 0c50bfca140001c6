package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Instant;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jivesoftware.openfire.OfflineMessage;
import org.jivesoftware.openfire.OfflineMessageListener;
import org.jivesoftware.openfire.OfflineMessageStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Message;

/**
 * Hears of messages that Openfire stored offline. Openfire 4.6.4 changed the listener's parameter from Message to OfflineMessage; having
 * both methods, this class is a listener on either side of the change.
 */
public final class OfflineMessages implements OfflineMessageListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OfflineMessages.class);

    private final BiConsumer<Message, Instant> stored;

    /**
     * Starts to listen.
     *
     * @param stored is called by the thread that routes the message, with the time that the message will bear as its delay when it is
     *     fetched, or null where this version of Openfire does not tell; not null
     */
    public OfflineMessages(BiConsumer<Message, Instant> stored) {
        this.stored = Objects.requireNonNull(stored);
        OfflineMessageStrategy.addListener(this);
    }

    @Override
    public void messageBounced(Message message) {
        // Not stored: nothing that a woken device would find.
    }

    /**
     * The listener's method up to Openfire 4.6.3; without {@code @Override}, since later ones do not know it.
     *
     * @param message what was stored; not null
     */
    public void messageStored(Message message) {
        stored(message, null);
    }

    private void stored(Message message, Instant time) {
        try {
            stored.accept(message, time);
        } catch (RuntimeException e) {
            // Up to 4.3 an exception would reach the routing.
            LOG.warn("A message that was stored offline could not be looked at", e);
        }
    }

    /**
     * The listener's method since Openfire 4.6.4; without {@code @Override}, since earlier ones do not know it.
     *
     * @param message what was stored; not null
     */
    public void messageStored(OfflineMessage message) {
        stored(message, message.getCreationDate() == null ? null : message.getCreationDate().toInstant());
    }

    @Override
    public void close() {
        OfflineMessageStrategy.removeListener(this);
    }
}
