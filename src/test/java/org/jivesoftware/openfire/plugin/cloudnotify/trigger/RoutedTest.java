package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.packet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.atMost;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Copies;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.QueuedLanes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/** From the routing thread to the triggers, and what becomes of it where the user's lane is full. */
class RoutedTest {

    private static final String TO = " from='romeo@example.org/orchard' to='juliet@example.org'>";
    private static final String CALL = "<message type='chat'" + TO + "<propose xmlns='urn:xmpp:jingle-message:0' id='c'/></message>";
    private static final String CHAT = "<message type='chat'" + TO + "<body>hi</body></message>";
    private static final String REQUEST = "<presence type='subscribe' from='romeo@example.org' to='juliet@example.org'/>";
    private static final JID ROMEO = new JID("romeo@example.org");

    private final List<Occasion> due = new ArrayList<>();
    private final SessionTracker sessions = mock(SessionTracker.class);
    private final Copies copies = mock(Copies.class);
    private final Recipient recipient = mock(Recipient.class);
    private final Settings settings = mock(Settings.class);
    private long stored;
    /** Each time that the recipient was asked, whether it might have waited for the database. */
    private final List<Boolean> asked = new ArrayList<>();
    private boolean available;
    private boolean waits;
    private final CallEndTrigger ends = mock(CallEndTrigger.class);
    private final NotStored notStored = mock(NotStored.class);
    private final QueuedLanes lanes = new QueuedLanes();
    private final Routed routed = new Routed(new StanzaReader("example.org"), lanes, (delay, work) -> { }, () -> journey(9),
        journey -> stored == journey.number(),
        new CallTrigger("example.org", sessions, due::add),
        new ArchiveTrigger("example.org", settings, () -> true, sessions, due::add), notStored, ends, mock(AwayTrigger.class),
        mock(ReadTrigger.class),
        mock(UseTrigger.class),
        new SubscriptionTrigger(recipient, (user, answer) -> answer.accept(false), due::add));

    @BeforeEach
    void usual() {
        when(recipient.available("juliet")).thenAnswer(call -> {
            asked.add(lanes.mayWait());
            return available;
        });
        when(recipient.isAskedBy("juliet", ROMEO)).thenAnswer(call -> {
            asked.add(lanes.mayWait());
            return waits;
        });
        when(sessions.copies()).thenReturn(copies);
        when(copies.first(anyString(), any())).thenAnswer(call -> call.getArgument(1));
        when(sessions.sessions("juliet")).thenReturn(List.of(new Binding("phone", null)));
        when(settings.get(Settings.ARCHIVE_TRIGGER))
            .thenReturn(org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode.ALWAYS);
    }

    @Test
    void theLaneHasWhatWasRouted() {
        waits = true;
        allThree();
        assertEquals(List.of(Trigger.CALL, Trigger.ARCHIVED, Trigger.SUBSCRIPTION), due.stream().map(Occasion::trigger).toList());
        assertFalse(asked.isEmpty() || asked.contains(false));
    }

    /** What is archived has a push; of what is neither stored nor archived the activity tells, where the server stores nothing. */
    @Test
    void whatNobodyKeepsIsTold() {
        when(notStored.concerns("juliet")).thenReturn(true);
        routed.message("juliet", (Message) packet(CHAT), journey(6));
        verify(notStored, never()).routed(any(), any());
        when(settings.get(Settings.ARCHIVE_TRIGGER)).thenReturn(org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode.NEVER);
        stored = 7;
        routed.message("juliet", (Message) packet(CHAT), journey(7));
        verify(notStored, never()).routed(any(), any());
        routed.message("juliet", (Message) packet(CHAT), journey(8));
        verify(notStored).routed(eq("juliet"), any());
    }

    @Test
    void whatWasStoredOfflineEveryDeviceWasWokenFor() {
        stored = 4;
        allThree();
        assertEquals(List.of(Trigger.CALL), due.stream().map(Occasion::trigger).toList());
        lanes.full = true;
        allThree();
        assertEquals(List.of(Trigger.CALL, Trigger.CALL), due.stream().map(Occasion::trigger).toList());
        stored = 5;
        allThree();
        assertEquals(Trigger.ARCHIVED, due.get(3).trigger());
    }

    @Test
    void aFullLaneLosesNothing() {
        lanes.full = true;
        waits = true;
        when(recipient.pendingSubscriptions("juliet")).thenReturn(2);
        allThree();
        assertEquals(List.of(Trigger.CALL, Trigger.ARCHIVED, Trigger.SUBSCRIPTION), due.stream().map(Occasion::trigger).toList());
        assertEquals(List.of(3L, 4L, 9L), due.stream().map(occasion -> occasion.travelling().journey().number()).toList());
        assertFalse(due.get(1).audience().test(device("phone")), "it has a session");
        assertTrue(due.get(1).audience().test(device("tablet")));
        assertEquals(2, due.get(2).pendingSubscriptions());
    }

    @Test
    void aFloodOfWhatAClientSaysOfCallsTakesOneTurnAtATime() {
        when(ends.active()).thenReturn(true);
        lanes.hold();
        for (int i = 0; i < 12_000; i++) {
            routed.said("juliet", (Message) packet("<message type='chat' from='juliet@example.org/desktop' to='juliet@example.org'>"
                + "<reject xmlns='urn:xmpp:jingle-message:0' id='c" + i + "'/></message>"));
        }
        assertEquals(1, lanes.given());
        lanes.release();
        verify(ends, atLeast(2)).said(eq("juliet"), any());
        verify(ends, atMost(1_000)).said(eq("juliet"), any());
    }

    @Test
    void aFullLaneMakesNoRoutingThreadAskTheDatabase() {
        lanes.full = true;
        allThree();
        assertFalse(asked.isEmpty() || asked.contains(true));
    }

    @Test
    void aRequestThatWaitsForNobodyIsNoReasonOnAFullLaneEither() {
        lanes.full = true;
        routed.subscription("juliet", (Presence) packet(REQUEST));
        waits = true;
        available = true;
        routed.subscription("juliet", (Presence) packet(REQUEST));
        assertEquals(List.of(), due);
    }

    @Test
    void ofCopiesOnlyTheLaneKnowsTheFirstJourney() {
        lanes.full = true;
        routed.message("juliet", (Message) packet(CHAT.replace("</message>",
            "<delay xmlns='urn:xmpp:delay' from='example.org' stamp='2026-11-23T00:00:00Z'/></message>")), journey(5));
        assertEquals(List.of(), due);
    }

    private static Journey journey(long number) {
        return new Journey(number, Origin.TRACED);
    }

    private void allThree() {
        routed.message("juliet", (Message) packet(CALL), journey(3));
        routed.message("juliet", (Message) packet(CHAT), journey(4));
        routed.subscription("juliet", (Presence) packet(REQUEST));
    }

    private static Registration device(String resource) {
        return new Registration(new RegistrationKey("juliet", new JID("push.example.org"), resource), null, resource, null,
            Instant.EPOCH, Instant.EPOCH, Health.GOOD);
    }
}
