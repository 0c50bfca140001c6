package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.packet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** What the activity says of messages that nobody keeps. */
class NotStoredTest {

    private static final String CHAT = "<message type='chat' from='romeo@example.org/orchard' to='juliet@example.org'>%s</message>";

    private final List<Decision> decided = new ArrayList<>();
    private final Registrations registrations = mock(Registrations.class);
    private final Journal journal = mock(Journal.class);
    private boolean stores;
    private final SessionTracker sessions = mock(SessionTracker.class);
    private final NotStored notStored = new NotStored(user -> stores, registrations, each -> each.resource().equals("eager"), sessions,
        journal, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @BeforeEach
    void usual() {
        Mockito.doAnswer(call -> decided.add(call.getArgument(0))).when(journal).decided(Mockito.any());
        when(registrations.known("juliet")).thenReturn(List.of(device("phone"), device("eager"), device("tablet")));
        when(registrations.known("nobody")).thenReturn(List.of());
    }

    private void routed(String username, String content) {
        notStored.routed(username, new Travelling(new StanzaReader("example.org").read((Message) packet(CHAT.formatted(content))),
            new Journey(1, Origin.TRACED)));
    }

    private static Registration device(String resource) {
        return new Registration(new RegistrationKey("juliet", new JID("push.example.org"), resource), null, resource, null,
            Instant.EPOCH, Instant.EPOCH, Health.GOOD);
    }

    @Test
    void ofAMessageThatNobodyKeepsEachDeviceHasItsLine() {
        routed("juliet", "<body>hi</body>");
        assertEquals(List.of("phone", "tablet"), decided.stream().map(each -> each.key().node()).toList());
        Decision decision = decided.get(0);
        assertEquals(Outcome.NOT_STORED, decision.outcome());
        assertEquals(Trigger.AWAY, decision.trigger());
        assertEquals("juliet", decision.username());
        assertEquals("r…@example.org", decision.sender());
    }

    @Test
    void whatWouldNotBePushedAnywayHasNone() {
        routed("juliet", "<composing xmlns='http://jabber.org/protocol/chatstates'/>");
        routed("juliet", "<body>hi</body><no-store xmlns='urn:xmpp:hints'/>");
        routed("nobody", "<body>hi</body>");
        routed("stranger", "<body>hi</body>");
        assertEquals(List.of(), decided);
    }

    @Test
    void whoIsThereGotIt() {
        when(sessions.sessions("juliet")).thenReturn(List.of(new Binding("desktop", null)));
        routed("juliet", "<body>hi</body>");
        when(sessions.sessions("juliet")).thenReturn(List.of());
        when(sessions.follows("juliet")).thenReturn(true);
        routed("juliet", "<body>hi</body>");
        assertEquals(List.of(), decided);
        assertFalse(notStored.concerns("juliet"));
        when(sessions.follows("juliet")).thenReturn(false);
        assertTrue(notStored.concerns("juliet"));
        assertFalse(notStored.concerns("nobody"));
        assertFalse(notStored.concerns("stranger"));
    }

    /** Something else kept it from being stored, such as the user's blocking list. */
    @Test
    void aServerThatStoresHasAnotherReason() {
        stores = true;
        routed("juliet", "<body>hi</body>");
        assertEquals(List.of(), decided);
    }
}
