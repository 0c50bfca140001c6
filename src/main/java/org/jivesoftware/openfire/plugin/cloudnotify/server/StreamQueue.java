package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.reflect.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Unacked;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Reasons;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Packet;

/**
 * Reads what Openfire's stream management keeps to itself: the queue of unacknowledged stanzas, and the namespace that a client speaks.
 * Both have the same names and types in all versions from 4.2.0 to 5.1.1. Where one is missing, the log says so once, and
 * {@link #read} gives null or {@link #namespace} the current namespace.
 */
final class StreamQueue {

    private static final Logger LOG = LoggerFactory.getLogger(StreamQueue.class);

    private final StanzaReader reader;
    private final Reasons reasons;
    private final @Nullable Field queue;
    private final @Nullable Field namespace;

    StreamQueue(StanzaReader reader, Reasons reasons) {
        this(reader, reasons, "unacknowledgedServerStanzas", "namespace");
    }

    StreamQueue(StanzaReader reader, Reasons reasons, String queueField, String namespaceField) {
        this.reader = Objects.requireNonNull(reader);
        this.reasons = Objects.requireNonNull(reasons);
        this.queue = field(queueField, Deque.class);
        this.namespace = field(namespaceField, String.class);
        if (queue == null) {
            LOG.warn("This version of Openfire does not show what clients have not acknowledged: devices are woken only by what comes"
                + " after their connection was found to be lost, and late acknowledgements are not noticed");
        }
    }

    private static @Nullable Field field(String name, Class<?> type) {
        try {
            Field field = StreamManager.class.getDeclaredField(name);
            if (type.isAssignableFrom(field.getType())) {
                field.setAccessible(true);
                return field;
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("Stream management has no field {} that can be read", name, e);
        }
        return null;
    }

    /**
     * @param manager a session's stream management
     * @param newest the mark of an entry, or null for all
     * @param username whose session
     * @return the entries after that one; null where they cannot be read
     */
    @Nullable Unacked read(StreamManager manager, @Nullable Object newest, String username) {
        if (queue == null) {
            return null;
        }
        Object oldest = null;
        List<StreamManager.UnackedPacket> found = new ArrayList<>();
        try {
            synchronized (manager) {
                Deque<?> entries = (Deque<?>) queue.get(manager);
                if (!entries.isEmpty()) {
                    oldest = ((StreamManager.UnackedPacket) entries.getFirst()).timestamp;
                }
                for (Iterator<?> each = entries.descendingIterator(); each.hasNext();) {
                    StreamManager.UnackedPacket entry = (StreamManager.UnackedPacket) each.next();
                    if (entry.timestamp == newest) {
                        break;
                    }
                    found.add(entry);
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("It was made accessible", e);
        }
        List<Unacked.Entry> newer = new ArrayList<>(found.size());
        for (int i = found.size() - 1; i >= 0; i--) {
            newer.add(entry(manager, found.get(i), username));
        }
        return new Unacked(oldest, newer);
    }

    private Unacked.Entry entry(StreamManager manager, StreamManager.UnackedPacket entry, String username) {
        return new Unacked.Entry(entry.timestamp, Instant.ofEpochMilli(entry.timestamp.getTime()),
            stanza(manager, entry.packet, username), entry.packet);
    }

    private @Nullable Stanza stanza(StreamManager manager, Packet packet, String username) {
        if (!reasons.possible(packet, username)) {
            return null;
        }
        Stanza stanza;
        // A resumption or the end of the session adds a delay to the very packet.
        synchronized (manager) {
            stanza = reader.read(packet);
        }
        return stanza.reason() ? stanza : null;
    }

    /**
     * @param manager a session's stream management
     * @return the namespace that its client speaks, or null where stream management is off
     */
    @Nullable String namespace(StreamManager manager) {
        if (!manager.isEnabled()) {
            return null;
        }
        try {
            return namespace == null ? StreamManager.NAMESPACE_V3 : (String) namespace.get(manager);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("It was made accessible", e);
        }
    }
}
