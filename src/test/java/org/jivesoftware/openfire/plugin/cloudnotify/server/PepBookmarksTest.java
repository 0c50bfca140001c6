package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import org.dom4j.DocumentHelper;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.pep.IQPEPHandler;
import org.jivesoftware.openfire.pep.PEPService;
import org.jivesoftware.openfire.pep.PEPServiceManager;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.room.BookmarkReader;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmark;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomWish;
import org.jivesoftware.openfire.pubsub.LeafNode;
import org.jivesoftware.openfire.pubsub.PublishedItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.xmpp.packet.JID;

/** A PEP service that fails, or is not there, is as one without bookmarks, and harms nothing else. */
class PepBookmarksTest {

    private static final JID ROOM = new JID("tea@conference.example.org");

    private final XMPPServer server = mock(XMPPServer.class);
    private final IQPEPHandler handler = mock(IQPEPHandler.class);
    private final PEPServiceManager manager = mock(PEPServiceManager.class);
    private final LeafNode node = mock(LeafNode.class);
    private final Part part = mock(Part.class);
    private final PepBookmarks bookmarks = new PepBookmarks(server, "example.org", Runnable::run, part);

    @BeforeEach
    void aUserWhoWantsSilence() throws Exception {
        PEPService service = mock(PEPService.class);
        PublishedItem item = mock(PublishedItem.class);
        when(server.getIQPEPHandler()).thenReturn(handler);
        when(handler.getServiceManager()).thenReturn(manager);
        when(manager.getPEPService("alice@example.org")).thenReturn(service);
        when(service.getNode(BookmarkReader.NODE)).thenReturn(node);
        when(node.getPublishedItems()).thenReturn(List.of(item));
        when(item.getID()).thenReturn(ROOM.toString());
        when(item.getPayload()).thenReturn(DocumentHelper.parseText("<conference xmlns='urn:xmpp:bookmarks:1'><extensions><notify"
            + " xmlns='urn:xmpp:notification-settings:1'><never/></notify></extensions></conference>").getRootElement());
    }

    @Test
    void theyAreReadOnce() {
        assertFalse(bookmarks.known("alice"));
        assertEquals(RoomWish.NEVER, bookmarks.of("alice", ROOM).wish());
        assertEquals(RoomWish.NEVER, bookmarks.of("alice", ROOM).wish());
        assertEquals(RoomBookmark.NONE, bookmarks.of("bob", ROOM));
        assertTrue(bookmarks.known("alice") && bookmarks.known("bob"));
        verify(node, times(1)).getPublishedItems();
        verify(part, never()).failed(any());
    }

    /** An error that says that something is missing does not switch off what rooms push. */
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoSuchMethodError.class, StackOverflowError.class})
    void onesThatCannotBeReadAreNoneForAWhile(Class<? extends Throwable> problem) {
        when(node.getPublishedItems()).thenThrow(problem);
        assertNone(problem);
        verify(node, times(1)).getPublishedItems();
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
    void aServiceThatFailsIsAsOneThatIsNotThere(Class<? extends Throwable> problem) {
        when(manager.getPEPService(anyString())).thenThrow(problem);
        assertNone(problem);
        verify(manager, times(1)).getPEPService(anyString());
    }

    private void assertNone(Class<? extends Throwable> problem) {
        assertEquals(RoomBookmark.NONE, bookmarks.of("alice", ROOM));
        assertEquals(RoomBookmark.NONE, bookmarks.of("alice", ROOM));
        assertTrue(bookmarks.known("alice"), "whoever may not wait need not ask again");
        ArgumentCaptor<Throwable> told = ArgumentCaptor.forClass(Throwable.class);
        verify(part, times(1)).failed(told.capture());
        assertInstanceOf(IllegalStateException.class, told.getValue());
        Throwable cause = told.getValue();
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertInstanceOf(problem, cause);
        bookmarks.forget("alice");
        assertFalse(bookmarks.known("alice"), "and who changes something is read anew");
    }

    @Test
    void withoutPepNobodyHasAny() {
        when(server.getIQPEPHandler()).thenReturn(null);
        assertEquals(RoomBookmark.NONE, bookmarks.of("alice", ROOM));
        when(server.getIQPEPHandler()).thenReturn(handler);
        when(handler.getServiceManager()).thenReturn(null);
        assertEquals(RoomBookmark.NONE, bookmarks.of("bob", ROOM));
        verify(part, never()).failed(any());
    }
}
