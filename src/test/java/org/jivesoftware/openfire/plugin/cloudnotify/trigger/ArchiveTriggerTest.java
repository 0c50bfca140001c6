package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.packet;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.stanza;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.Message;

/** What an archive keeps, and for which devices that is news. */
class ArchiveTriggerTest extends TriggersRoom {

    @Test
    void whatIsArchivedIsForDevicesWithoutASession() {
        when(sessions.sessions("juliet")).thenReturn(List.of(new Binding("phone", null)));
        archived.routed("juliet", travelling(chat("hi"), 3));
        assertEquals(Trigger.ARCHIVED, due.get(0).trigger());
        assertFalse(due.get(0).audience().test(PHONE));
        assertTrue(due.get(0).audience().test(TABLET));
    }

    @Test
    void whatIsArchivedIsForEveryDeviceWhereThereIsNoSessionAtAll() {
        when(sessions.sessions("juliet")).thenReturn(List.of());
        archived.routed("juliet", travelling(chat("hi"), 3));
        assertTrue(due.get(0).audience().test(PHONE) && due.get(0).audience().test(TABLET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"from='example.org'", "", "from='news.example.org'", "from='room@conference.example.org/friend'",
        "from='room@conference.example.org'", "from='bot@news.example.org'"})
    void whatTheServerAndItsServicesSayIsInNoArchiveOfOpenfire(String from) {
        Stanza stanza = stanza("<message type='chat' " + from + " to='juliet@example.org'><body>hi</body></message>");
        archived.routed("juliet", travelling(stanza, 3));
        assertEquals(0, due.size());
        privateMessages = true;
        archived.routed("juliet", travelling(stanza, 4));
        assertEquals(from.contains("/") ? 1 : 0, due.size());
        due.clear();
        archiveSetting(org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode.ALWAYS);
        archived.routed("juliet", travelling(stanza, 5));
        assertEquals(1, due.size());
    }

    @Test
    void whatOthersWrapIsInNoArchiveOfOpenfire() {
        Stanza event = stanza("<message from='room@muc.example.net' to='juliet@example.org'><event"
            + " xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:mucsub:nodes:messages'><item>"
            + "<message xmlns='jabber:client' from='room@muc.example.net/friend'><body>hi</body></message></item></items></event>"
            + "</message>");
        archived.routed("juliet", travelling(event, 3));
        assertEquals(0, due.size());
        archiveSetting(org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode.ALWAYS);
        archived.routed("juliet", travelling(event, 4));
        assertEquals(1, due.size());
    }

    @Test
    void theThreadThatRoutesKnowsWhatWasStored() {
        assertFalse(offline.took(journey(7)));
        offline.stored((Message) packet("<message type='chat'" + TO + "<body>hi</body></message>"), null);
        assertTrue(offline.took(journey(7)));
        assertFalse(offline.took(journey(8)));
    }

    @Test
    void encryptedMessagesWithoutABodyAreInNoArchiveOfOpenfire() {
        when(sessions.sessions("juliet")).thenReturn(List.of(new Binding("phone", null)));
        Stanza encrypted = stanza("<message type='chat'" + TO + "<encrypted xmlns='eu.siacs.conversations.axolotl'>"
            + "<payload>abc</payload></encrypted></message>");
        archived.routed("juliet", travelling(encrypted, 3));
        assertEquals(0, due.size());
        archiveSetting(org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode.ALWAYS);
        archived.routed("juliet", travelling(encrypted, 3));
        assertEquals(1, due.size());
    }

    @Test
    void theArchiveTriggerIsActiveAsTheSettingSays() {
        assertTrue(archived.active());
        archiving = false;
        assertFalse(archived.active());
        archiveSetting(org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode.ALWAYS);
        assertTrue(archived.active());
        archiving = true;
        archiveSetting(org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode.NEVER);
        assertFalse(archived.active());
    }
}
