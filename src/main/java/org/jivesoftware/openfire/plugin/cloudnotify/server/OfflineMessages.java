package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Instant;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jivesoftware.openfire.OfflineMessage;
import org.jivesoftware.openfire.OfflineMessageListener;
import org.jivesoftware.openfire.OfflineMessageStrategy;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.xmpp.packet.Message;

/**
 * Hears of messages that Openfire stored offline. Openfire 4.6.4 changed the listener's parameter from Message to OfflineMessage; having
 * both methods, this class is a listener on either side of the change.
 */
public final class OfflineMessages implements OfflineMessageListener, AutoCloseable {

    private final BiConsumer<Message, Instant> stored;
    private final Part part;

    /**
     * Starts to listen.
     *
     * @param stored is called by the thread that routes the message, with the time that the message will bear as its delay when it is
     *     fetched, or null where this version of Openfire does not tell
     * @param part is told what fails
     */
    public OfflineMessages(BiConsumer<Message, Instant> stored, Part part) {
        this.stored = Objects.requireNonNull(stored);
        this.part = Objects.requireNonNull(part);
        OfflineMessageStrategy.addListener(this);
    }

    @Override
    public void messageBounced(Message message) {
        // Not stored: nothing that a woken device would find.
    }

    /**
     * The listener's method up to Openfire 4.6.3; without {@code @Override}, since later ones do not know it.
     *
     * @param message what was stored
     */
    public void messageStored(Message message) {
        if (part.isOff()) {
            return;
        }
        try {
            stored.accept(message, null);
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    /**
     * The listener's method since Openfire 4.6.4; without {@code @Override}, since earlier ones do not know it.
     *
     * @param message what was stored
     */
    public void messageStored(OfflineMessage message) {
        if (part.isOff()) {
            return;
        }
        try {
            stored.accept(message, message.getCreationDate() == null ? null : message.getCreationDate().toInstant());
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    public void close() {
        OfflineMessageStrategy.removeListener(this);
    }
}
