package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.reflect.Field;
import java.util.Deque;
import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Unacked;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Reasons;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas;
import org.jivesoftware.openfire.session.LocalSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.junit.jupiter.api.Test;

class StreamQueueTest {

    private final StanzaReader reader = new StanzaReader("example.org");
    private final Reasons reasons = new Reasons("example.org");
    private final StreamQueue queue = new StreamQueue(reader, reasons);
    private final StreamManager manager = manager();

    @Test
    void openfiresQueueIsReadFromTheEntryThatIsKnown() throws ReflectiveOperationException {
        assertEquals(new Unacked(null, java.util.List.of()), queue.read(manager, null, "juliet"));
        add(1, "<message from='romeo@example.org/a' to='juliet@example.org'><body>one</body></message>");
        Unacked first = queue.read(manager, null, "juliet");
        assertEquals("one", first.newer().get(0).stanza().body());
        assertSame(first.oldest(), first.newer().get(0).mark());
        add(2, "<presence from='romeo@example.org/a' to='juliet@example.org'/>");
        add(3, "<message from='romeo@example.org/a' to='juliet@example.org'><body>two</body></message>");
        Unacked second = queue.read(manager, first.oldest(), "juliet");
        assertSame(first.oldest(), second.oldest());
        assertNull(second.newer().get(0).stanza());
        assertEquals("two", second.newer().get(1).stanza().body());
        entries().clear();
        add(1, "<message from='romeo@example.org/a' to='juliet@example.org'><body>three</body></message>");
        Unacked third = queue.read(manager, second.newer().get(1).mark(), "juliet");
        assertEquals("three", third.newer().get(0).stanza().body());
    }

    @Test
    void withoutTheFieldThereIsNoQueueAndTheUsualNamespace() {
        StreamQueue other = new StreamQueue(reader, reasons, "renamed", "renamed");
        assertNull(other.read(manager, null, "juliet"));
        StreamManager enabled = mock(StreamManager.class);
        when(enabled.isEnabled()).thenReturn(true);
        assertEquals(StreamManager.NAMESPACE_V3, other.namespace(enabled));
    }

    @Test
    void theNamespaceIsTheOneThatTheClientSpeaks() throws ReflectiveOperationException {
        assertNull(queue.namespace(manager));
        Field namespace = StreamManager.class.getDeclaredField("namespace");
        namespace.setAccessible(true);
        namespace.set(manager, StreamManager.NAMESPACE_V2);
        assertEquals(StreamManager.NAMESPACE_V2, queue.namespace(manager));
    }

    private void add(long x, String xml) throws ReflectiveOperationException {
        entries().add(new StreamManager.UnackedPacket(x, TestStanzas.packet(xml)));
    }

    @SuppressWarnings("unchecked")
    private Deque<StreamManager.UnackedPacket> entries() throws ReflectiveOperationException {
        Field field = StreamManager.class.getDeclaredField("unacknowledgedServerStanzas");
        field.setAccessible(true);
        return (Deque<StreamManager.UnackedPacket>) field.get(manager);
    }

    private static StreamManager manager() {
        LocalSession session = mock(LocalSession.class);
        when(session.getConnection()).thenReturn(mock(Connection.class));
        return new StreamManager(session);
    }
}
