package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.packet;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.stanza;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Copies;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.junit.jupiter.api.BeforeEach;
import org.xmpp.packet.JID;

/** Triggers on mocks, two devices, and what was due. */
abstract class TriggersRoom {

    static final String TO = " from='romeo@example.org/orchard' to='juliet@example.org'>";
    static final Stanza CALL = stanza("<message type='chat'" + TO
        + "<propose xmlns='urn:xmpp:jingle-message:0' id='c'/></message>");
    static final Registration PHONE = registration("phone", null);
    static final Registration TABLET = registration("tablet", "agent");

    final List<Occasion> due = new ArrayList<>();
    final SessionTracker sessions = mock(SessionTracker.class);
    final Copies copies = mock(Copies.class);
    final Recipient recipient = mock(Recipient.class);
    final Settings settings = mock(Settings.class);
    final Registrations registrations = mock(Registrations.class);
    final StanzaReader reader = new StanzaReader("example.org");
    final CallTrigger calls = new CallTrigger("example.org", sessions, due::add);
    boolean archiving = true;
    boolean privateMessages;
    final Archive archive = new Archive() {
        @Override
        public boolean keepsMessages() {
            return archiving;
        }

        @Override
        public boolean keepsPrivateMessages() {
            return privateMessages;
        }
    };
    final ArchiveTrigger archived = new ArchiveTrigger("example.org", settings, archive, sessions, due::add);
    final OfflineTrigger offline = new OfflineTrigger("example.org", registrations, reader, (user, journey, work) -> {
        work.run();
        return true;
    }, packet -> journey(7), sessions, due::add);

    @BeforeEach
    void usual() {
        when(registrations.known(anyString())).thenReturn(List.of(PHONE, TABLET));
        when(sessions.copies()).thenReturn(copies);
        when(copies.first(anyString(), any())).thenAnswer(call -> call.getArgument(1));
        when(copies.got(anyString(), any())).thenReturn(registration -> false);
        archiveSetting(org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode.AUTO);
    }

    static Journey journey(long number) {
        return new Journey(number, Origin.TRACED);
    }

    static Travelling travelling(Stanza stanza, long number) {
        return new Travelling(stanza, journey(number));
    }

    void archiveSetting(org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode value) {
        when(settings.get(Settings.ARCHIVE_TRIGGER)).thenReturn(value);
    }

    static Registration registration(String resource, String userAgent) {
        return new Registration(new RegistrationKey("juliet", new JID("push.example.org"), resource), null, resource, userAgent,
            Instant.EPOCH, Instant.EPOCH, Health.GOOD);
    }
}
