package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.stanza;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class SeenIsSeenTest {

    private static final String TO = " from='romeo@example.org/orchard' to='juliet@example.org'>";
    private static final Travelling MESSAGE = travelling("<message type='chat'" + TO + "<body>Hi</body></message>");
    private static final Travelling CALL =
        travelling("<message type='chat'" + TO + "<propose xmlns='urn:xmpp:jingle-message:0' id='c'/></message>");
    private static final Registration PHONE = registration("phone");
    private static final Registration TABLET = registration("tablet");

    private final Registrations registrations = mock(Registrations.class);
    private final PushHistory history = new PushHistory(100, Ticker.systemTicker(), Runnable::run);
    private final SeenIsSeen seen = new SeenIsSeen(registrations, history, Clock.systemUTC());

    @BeforeEach
    void devices() throws StoreException {
        when(registrations.of("juliet")).thenReturn(List.of(PHONE, TABLET));
    }

    private static Travelling travelling(String xml) {
        return new Travelling(stanza(xml), new Journey(1, Origin.TRACED));
    }

    private static Registration registration(String resource) {
        var key = new RegistrationKey("juliet", new JID("push.example.org"), resource);
        return new Registration(key, null, resource, null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
    }

    private boolean first(Registration registration, Travelling travelling) {
        return history.first(registration.key(), travelling, Instant.now(), false);
    }

    @Test
    void whatADeviceHasAcknowledgedIsNotPushedToItAnyMore() {
        seen.seen(new Waiting("juliet", new Binding("phone", null), MESSAGE));
        assertFalse(first(PHONE, MESSAGE));
        assertTrue(first(TABLET, MESSAGE));
    }

    @Test
    void aCallPushesAlsoToADeviceThatAcknowledgesFaster() {
        seen.seen(new Waiting("juliet", new Binding("phone", null), CALL));
        assertTrue(first(PHONE, CALL));
        assertFalse(first(PHONE, CALL));
    }
}
