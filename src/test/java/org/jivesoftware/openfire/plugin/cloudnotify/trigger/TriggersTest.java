package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.packet;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.stanza;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

class TriggersTest extends TriggersRoom {

    @Test
    void aCarbonThatIsRoutedAgainIsNoNewsToDevicesThatAreAway() {
        when(sessions.sessions("juliet")).thenReturn(List.of(new Binding("desktop", null)));
        Routed routed = new Routed(reader, (user, work) -> {
            work.run();
            return true;
        }, (delay, work) -> { }, () -> journey(9), journey -> false, calls, archived, mock(NotStored.class), mock(CallEndTrigger.class),
            mock(AwayTrigger.class),
            mock(ReadTrigger.class),
            mock(UseTrigger.class), mock(SubscriptionTrigger.class));
        String carbon = "<message type='chat' from='%s' to='juliet@example.org/desktop'><received xmlns='urn:xmpp:carbons:2'>"
            + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='chat' from='romeo@example.org/orchard'"
            + " to='juliet@example.org/phone'><body>hi</body></message></forwarded></received><body>hi</body></message>";
        routed.message("juliet", (Message) packet(carbon.formatted("juliet@example.org")), journey(3));
        assertEquals(List.of(), due);
        routed.message("juliet", (Message) packet(carbon.formatted("mallory@example.org")), journey(4));
        assertEquals(1, due.size(), "which others can only pretend to make");
    }

    @Test
    void whatIsStoredOfflineIsForEveryDevice() {
        offline.stored((Message) packet("<message type='chat'" + TO + "<body>hi</body></message>"), null);
        assertEquals(1, due.size());
        assertEquals(Trigger.OFFLINE, due.get(0).trigger());
        assertEquals(7, due.get(0).travelling().journey().number());
        assertTrue(due.get(0).audience().test(PHONE));
    }

    /** Openfire also stores what a tab did not fetch that was closed, while other devices got it. */
    @Test
    void whatIsStoredOfflineIsNotForADeviceThatIsConnectedAndGotIt() {
        when(copies.got(anyString(), any())).thenReturn(PHONE::equals);
        offline.stored((Message) packet("<message type='chat'" + TO + "<body>hi</body></message>"), null);
        assertTrue(due.get(0).got().test(PHONE));
        assertFalse(due.get(0).got().test(TABLET));
    }

    @Test
    void aFullLaneLosesNothingThatWasStoredOffline() {
        OfflineTrigger busy = new OfflineTrigger("example.org", registrations, reader, (user, journey, work) -> false,
            packet -> journey(7), sessions, due::add);
        busy.stored((Message) packet("<message type='chat'" + TO + "<body>hi</body></message>"), null);
        assertEquals(1, due.size());
        // Of a copy that is delivered again, only the lane can find the first journey, on which it was noticed.
        busy.stored((Message) packet("<message type='chat'" + TO + "<body>hi</body>"
            + "<delay xmlns='urn:xmpp:delay' from='example.org' stamp='2026-11-23T00:00:00Z'/></message>"), null);
        assertEquals(1, due.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<message type='error'" + TO + "<body>hi</body></message>",
        "<message to='juliet@example.org/phone'><result xmlns='urn:xmpp:mam:2'><forwarded xmlns='urn:xmpp:forward:0'>"
            + "<message xmlns='jabber:client' type='chat'><body>hi</body></message></forwarded></result></message>",
        "<message type='headline'" + TO + "<body>hi</body></message>",
        "<message type='groupchat'" + TO + "<body>hi</body></message>",
        "<message type='chat'" + TO + "<composing xmlns='http://jabber.org/protocol/chatstates'/></message>",
        "<message type='chat'" + TO + "<body>hi</body><no-store xmlns='urn:xmpp:hints'/></message>",
        "<message type='chat' from='juliet@example.org' to='juliet@example.org/phone'><sent xmlns='urn:xmpp:carbons:2'>"
            + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='juliet@example.org/tablet'><body>x</body>"
            + "</message></forwarded></sent></message>",
        "<message type='chat' from='romeo@example.org/orchard' to='example.org'><body>hi</body></message>"})
    void whatOldVersionsSayTheyStoredButDidNotIsNotPushed(String xml) {
        offline.stored((Message) packet(xml), null);
        assertEquals(List.of(), due);
    }

    @Test
    void whatIsStoredOfATypeThatNobodyKnowsIsPushed() {
        offline.stored((Message) packet("<message type='memo'" + TO + "<body>hi</body></message>"), null);
        assertEquals(1, due.size());
    }

    @Test
    void ofUsersWithoutDevicesNothingIsRead() {
        when(registrations.known("juliet")).thenReturn(List.of());
        offline.stored((Message) packet("<message type='chat'" + TO + "<body>hi</body></message>"), null);
        verify(copies, never()).first(anyString(), any());
    }

    @Test
    void aCallIsForEveryDevice() {
        calls.routed("juliet", travelling(CALL, 3));
        assertEquals(Trigger.CALL, due.get(0).trigger());
        assertTrue(due.get(0).audience().test(PHONE) && due.get(0).audience().test(TABLET));
        calls.routed("juliet", travelling(chat("hi"), 4));
        assertEquals(1, due.size());
    }

    @Test
    void theDeviceThatCallsIsKnownByItsUserAgentToo() {
        when(sessions.sessions("juliet")).thenReturn(List.of(new Binding("new-resource", "agent"), new Binding("phone", null)));
        calls.routed("juliet", travelling(stanza("<message type='chat' from='juliet@example.org/new-resource' to='juliet@example.org'>"
            + "<propose xmlns='urn:xmpp:jingle-message:0' id='c'/></message>"), 3));
        assertTrue(due.get(0).audience().test(PHONE));
        assertTrue(due.get(0).sentBy().test(TABLET));
        assertFalse(due.get(0).sentBy().test(PHONE));
    }

    @Test
    void aRequestIsPushedOnlyWhereItWaitsForSomebodyWhoIsAway() {
        boolean[] elsewhere = {true};
        SubscriptionTrigger trigger = new SubscriptionTrigger(recipient, (user, answer) -> answer.accept(elsewhere[0]), due::add);
        Stanza request = reader.read((Presence) packet("<presence type='subscribe' from='romeo@example.org' to='juliet@example.org'/>"));
        trigger.asked("juliet", travelling(request, 1));
        when(recipient.isAskedBy("juliet", new JID("romeo@example.org"))).thenReturn(true);
        when(recipient.pendingSubscriptions("juliet")).thenReturn(4);
        when(recipient.available("juliet")).thenReturn(true);
        trigger.asked("juliet", travelling(request, 2));
        assertEquals(List.of(), due);
        when(recipient.available("juliet")).thenReturn(false);
        trigger.asked("juliet", travelling(request, 3));
        assertEquals(List.of(), due, "connected at another node");
        elsewhere[0] = false;
        trigger.asked("juliet", travelling(request, 4));
        assertEquals(4, due.get(0).pendingSubscriptions());
    }

    @Test
    void whatWaitsIsForItsOwnDeviceOnly() {
        Journal journal = mock(Journal.class);
        AckDelayTrigger late = new AckDelayTrigger(registrations, due::add, journal, Clock.systemUTC());
        HibernatedTrigger hibernated = new HibernatedTrigger(due::add);
        Waiting waiting = new Waiting("juliet", new Binding("phone", null), new Travelling(chat("hi"), journey(5), Instant.EPOCH));
        Waiting call = new Waiting("juliet", new Binding("phone", null), new Travelling(CALL, journey(6), Instant.EPOCH));
        for (Waiting each : List.of(waiting, call)) {
            late.unacknowledged(each);
            hibernated.hibernated(each);
        }
        assertEquals(List.of(Trigger.ACK_DELAY, Trigger.HIBERNATED, Trigger.CALL), due.stream().map(Occasion::trigger).toList());
        for (Occasion occasion : due) {
            assertEquals(occasion.trigger() == Trigger.CALL ? 6 : 5, occasion.travelling().journey().number());
            assertEquals(Instant.EPOCH, occasion.travelling().stamp());
            assertTrue(occasion.audience().test(PHONE));
            assertFalse(occasion.audience().test(TABLET));
        }
        when(registrations.known("juliet")).thenReturn(List.of(PHONE, TABLET));
        late.acknowledged(waiting, Duration.ofMillis(120));
        ArgumentCaptor<Decision> decision = ArgumentCaptor.captor();
        verify(journal).decided(decision.capture());
        assertEquals(Outcome.ACKNOWLEDGED, decision.getValue().outcome());
        assertEquals("120", decision.getValue().detail());
        assertEquals(PHONE.key(), decision.getValue().key());
    }

    @Test
    void aPingIsForTheDevicesThatAreMeant() {
        new PingTrigger(due::add).ping("juliet", TABLET::equals);
        assertEquals(Trigger.PING, due.get(0).trigger());
        assertFalse(due.get(0).audience().test(PHONE));
        assertTrue(due.get(0).audience().test(TABLET));
    }
}
