package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.RoutingThread;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.SaidInRoom;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.OwnWords;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Reasons;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.Routed;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.spi.BasicStreamIDFactory;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

class StanzaInterceptorTest {

    private final RegistrationStore store = mock(RegistrationStore.class);
    private final Registrations registrations = TestRegistrations.of(store, mock(Settings.class), java.time.Clock.systemUTC(), 1_000);
    private final JourneyRegistry journeys = new JourneyRegistry(Runnable::run);
    private final RoutingThread<Packet> thread = new RoutingThread<>(journeys, StanzaReader::delayed, (one, other) -> false);
    private final SessionTracker tracker = mock(SessionTracker.class);
    private final Routed routed = mock(Routed.class);
    private final OwnWords words = new OwnWords(Runnable::run);
    private final Map<String, String> occupants = new HashMap<>();
    private final StanzaReader reader = new StanzaReader("example.org", words);
    private final Parts parts = TestParts.all();
    private final StanzaInterceptor interceptor = new StanzaInterceptor("example.org", registrations, reader, new Reasons("example.org"),
        thread, new Reflections("example.org", words, (occupant, user) -> user.equals(occupants.get(occupant.toString())),
            new SaidInRoom(new JourneyRegistry(Runnable::run))), journeys,
        mock(OpenfireSessions.class), tracker, routed, parts.part(PartName.STANZAS));

    @Test
    void aMessageForAUserWithoutRegistrationsCostsALookUpAndNothingElse() throws StoreException {
        when(store.load("nobody")).thenReturn(List.of());
        registrations.of("nobody");
        Message message = message("nobody");
        // Where another test of this JVM mocks the registrations, Mockito's own code in each of their methods makes objects.
        long ofLookUps = allocated(() -> registrations.known("nobody"));
        // Nothing but the iterator of dom4j's attributes, where the compiler leaves it.
        long allocated = allocated(() -> pass(message)) - ofLookUps;
        assertTrue(allocated < 100_000 * 36L, allocated + " bytes for 100,000 messages, and " + ofLookUps + " for as many look-ups");
        verifyNoInteractions(routed, tracker);
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            work.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            work.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void pass(Message message) {
        interceptor.interceptPacket(message, null, true, false);
        interceptor.interceptPacket(message, null, true, true);
    }

    @Test
    void aMessageForAUserWhoIsNotKnownIsHandledAndOneForAnotherServerIsNot() {
        Message unknown = message("juliet");
        pass(unknown);
        verify(routed).message(eq("juliet"), eq(unknown), any());
        pass((Message) TestStanzas.packet("<message from='a@example.org/b' to='juliet@elsewhere.org'><body>x</body></message>"));
        pass((Message) TestStanzas.packet("<message from='a@example.org/b'><body>x</body></message>"));
        pass((Message) TestStanzas.packet("<message type='error' from='a@example.org/b' to='juliet@example.org'/>"));
        verify(routed).message(anyString(), any(), any());
    }

    /** While the thread is still routing it, an answer may come and be decided on. */
    @Test
    void thatAUserIsAtADeviceIsKnownBeforeAnybodyCanAnswer() {
        LocalClientSession session = session("juliet", "desktop");
        for (String to : List.of("to='romeo@elsewhere.org'", "to='romeo@example.org'", "type='groupchat' to='room@rooms.example.org'")) {
            Message said = (Message) TestStanzas.packet("<message " + to + " from='juliet@example.org/desktop'><body>x</body></message>");
            interceptor.interceptPacket(said, session, true, false);
            verify(routed).used("juliet", "desktop", said);
            interceptor.interceptPacket(said, session, true, true);
            verify(routed).used("juliet", "desktop", said);
            verify(routed).said("juliet", said);
        }
    }

    @Test
    void whatIsSeenOfOneJourneyHasOneNumber() {
        LocalClientSession session = session("juliet", "phone");
        when(tracker.tracks(anyString())).thenReturn(true);
        Message message = message("juliet");
        interceptor.interceptPacket(message, null, true, false);
        Journey journey = thread.of(message);
        interceptor.interceptPacket(message, session, false, true);
        interceptor.interceptPacket(message, null, true, true);
        verify(tracker).sent(any(), argThat(travelling -> travelling.journey().equals(journey)));
        verify(routed).message("juliet", message, journey);
    }

    @Test
    void whatASessionGetsThatAcknowledgesNothingIsRemembered() {
        LocalClientSession session = session("juliet", "browser");
        when(session.getStreamManager().isEnabled()).thenReturn(false);
        Message message = message("juliet");
        interceptor.interceptPacket(message, null, true, false);
        Travelling travelling = new Travelling(reader.read(message), thread.of(message));
        assertFalse(journeys.deliveries().got("juliet", "s1", travelling));
        interceptor.interceptPacket(message, session, false, true);
        assertTrue(journeys.deliveries().got("juliet", "s1", travelling));
        verify(tracker, never()).sent(any(), any());
    }

    /** It is that which it did not fetch; what else comes for it in this moment is lost as well. */
    @Test
    void whatASessionThatEndsIsHandedOnceMoreIsNoOtherStanza() {
        LocalClientSession session = session("juliet", "browser");
        when(session.getStreamManager().isEnabled()).thenReturn(false);
        Message message = message("juliet");
        interceptor.interceptPacket(message, session, false, true);
        when(session.isClosed()).thenReturn(true);
        interceptor.interceptPacket(message.createCopy(), session, false, true);
        assertNull(journeys.deliveries().take("juliet", reader.read(message).fingerprint()), "no second one");
        interceptor.interceptPacket(message("juliet"), session, false, true);
        assertNotNull(journeys.deliveries().take("juliet", reader.read(message).fingerprint()));
    }

    @Test
    void presenceAndOwnCopiesAndTheServersIqsAreNotReported() {
        LocalClientSession session = session("juliet", "phone");
        when(tracker.tracks(anyString())).thenReturn(true);
        for (String xml : List.of("<presence from='a@example.org/b' to='juliet@example.org'/>",
            "<iq type='get' from='example.org' to='juliet@example.org/phone'><query xmlns='jabber:iq:version'/></iq>",
            "<iq type='get' to='juliet@example.org/phone'><query xmlns='jabber:iq:version'/></iq>",
            "<iq type='set' from='juliet@example.org' to='juliet@example.org/phone'><query xmlns='jabber:iq:roster'/></iq>",
            "<message type='error' from='a@example.org/b' to='juliet@example.org'><body>x</body></message>",
            "<message from='juliet@example.org' to='juliet@example.org/phone'><sent xmlns='urn:xmpp:carbons:2'>"
                + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'><body>x</body></message></forwarded>"
                + "</sent></message>")) {
            interceptor.interceptPacket(TestStanzas.packet(xml), session, false, true);
        }
        verify(tracker, never()).sent(any(), any());
        interceptor.interceptPacket(TestStanzas.packet("<iq type='get' id='1' from='a@example.org/b' to='juliet@example.org/phone'>"
            + "<query xmlns='jabber:iq:version'/></iq>"), session, false, true);
        verify(tracker).sent(any(), any());
    }

    @Test
    void ownWordsThatARoomReflectsAreNotReported() {
        LocalClientSession phone = session("juliet", "phone");
        String said = "<message type='groupchat' id='1' from='juliet@example.org/desk' to='room@conference.example.org'><body>hi</body>"
            + "</message>";
        String reflected = "<message type='groupchat' id='1' from='room@conference.example.org/%s' to='juliet@example.org/phone'>"
            + "<body>hi</body></message>";
        Message words = (Message) TestStanzas.packet(said);
        interceptor.interceptPacket(words, phone, true, false);
        deliver(reflected.formatted("capulet"), phone);
        interceptor.interceptPacket(words, phone, true, true);
        verify(tracker, never()).sent(any(), any());
        deliver(reflected.formatted("nurse"), phone);
        verify(tracker).sent(any(), any());
    }

    @Test
    void whoeverIsTheUserByTheRoomsAccountSaysOwnWords() {
        LocalClientSession phone = session("juliet", "phone");
        occupants.put("room@conference.example.org/capulet", "juliet");
        String reflected = "<message type='groupchat' from='room@conference.example.org/%s' to='juliet@example.org/phone'>"
            + "<body>hi</body></message>";
        deliver(reflected.formatted("capulet"), phone);
        verify(tracker, never()).sent(any(), any());
        occupants.clear();
        assertTrue(reader.read(TestStanzas.packet(reflected.formatted("capulet"))).ownCopy(), "when its queue is read, too");
        deliver(reflected.formatted("nurse"), phone);
        verify(tracker).sent(any(), any());
    }

    private void deliver(String xml, LocalClientSession session) {
        Packet packet = TestStanzas.packet(xml);
        interceptor.interceptPacket(packet, session, false, false);
        interceptor.interceptPacket(packet, session, false, true);
    }

    @Test
    void recipientsAreNormalisedAndRemembered() {
        AddressCache recipients = new AddressCache("example.org");
        for (int i = 0; i < 2; i++) {
            assertEquals("juliet", recipients.username(TestStanzas.packet("<message to='Juliet@EXAMPLE.org/Phone'/>")));
            assertEquals("romeo", recipients.username(TestStanzas.packet("<message to='romeo@example.org'/>")));
            assertEquals(null, recipients.username(TestStanzas.packet("<message to='romeo@conference.example.org'/>")));
            assertEquals(null, recipients.username(TestStanzas.packet("<message to='example.org'/>")));
            assertEquals(null, recipients.username(TestStanzas.packet("<message/>")));
        }
    }

    private static Message message(String to) {
        return (Message) TestStanzas.packet("<message type='chat' from='romeo@example.org/orchard' to='" + to
            + "@example.org'><body>x</body></message>");
    }

    private static LocalClientSession session(String username, String resource) {
        LocalClientSession session = mock(LocalClientSession.class);
        StreamManager manager = mock(StreamManager.class);
        when(manager.isEnabled()).thenReturn(true);
        when(session.getStreamManager()).thenReturn(manager);
        when(session.getStreamID()).thenReturn(BasicStreamIDFactory.createStreamID("s1"));
        when(session.getAddress()).thenReturn(new JID(username, "example.org", resource));
        return session;
    }

    @Test
    void noErrorReachesTheThreadThatRoutes() throws StoreException {
        doThrow(new OutOfMemoryError("injected")).doThrow(new NoSuchMethodError("gone")).when(routed).message(any(), any(), any());
        for (int i = 0; i < 4; i++) {
            Message message = message("somebody");
            interceptor.interceptPacket(message, null, true, false);
            interceptor.interceptPacket(message, null, true, true);
        }
        verify(routed, times(2)).message(any(), any(), any());
        assertTrue(parts.part(PartName.STANZAS).isOff());
    }
}
