package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dom4j.DocumentHelper;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.ListedRooms;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitches;
import org.jivesoftware.openfire.plugin.cloudnotify.room.KnownNames;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudiences;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmark;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmarks;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomFacts;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomWish;
import org.jivesoftware.openfire.plugin.cloudnotify.room.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Copies;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.GroupChats;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.QueuedLanes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** Whom a room's message wakes, and who of all that say something about it has the first word (docs/behaviour.md §9, "Whether"). */
class RoomTriggerTest {

    private static final JID ROOM = new JID("tea@rooms.example.org");
    private static final JID BOB = new JID("bob@example.org/desktop");
    private static final Instant THEN = Instant.EPOCH;

    private final AppFeatures features = new AppFeatures();
    private final Settings settings = mock(Settings.class);
    private final Rooms rooms = mock(Rooms.class);
    private final RoomSwitches switches = mock(RoomSwitches.class);
    private final Registrations registrations = mock(Registrations.class);
    private final RoomBookmarks bookmarks = mock(RoomBookmarks.class);
    private final SessionTracker sessions = mock(SessionTracker.class);
    private final QueuedLanes lanes = new QueuedLanes();
    private final FakeScheduler time = new FakeScheduler();
    private final List<Occasion> due = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final KnownNames names = new KnownNames("example.org");
    private final RoomTrigger trigger = new RoomTrigger("example.org", settings, new RoomTrigger.Parts(rooms,
        new RoomAudiences(rooms, switches, registrations, time::nanos, Runnable::run), lanes, bookmarks, names,
        new ListedRooms(features.groupchatFilter())), registrations, sessions, new StanzaReader("example.org"),
        (room, message) -> new Journey(7, Origin.TRACED), lanes, time, due::add, new Journal() {
            @Override
            public void decided(Decision decision) {
                decisions.add(decision);
            }

            @Override
            public void answered(Answer answer) {
                throw new AssertionError("Nothing is published here");
            }
        });
    private Registration phone;

    @BeforeEach
    void aMemberWhoIsAway() throws Exception {
        Copies copies = mock(Copies.class);
        when(copies.got(anyString(), any())).thenReturn(registration -> false);
        when(sessions.copies()).thenReturn(copies);
        when(sessions.sessions(anyString())).thenReturn(List.of());
        when(bookmarks.of(anyString(), any())).thenReturn(RoomBookmark.NONE);
        when(settings.get(Settings.GROUP_CHATS)).thenReturn(GroupChats.MEMBERS);
        when(switches.registered(anyCollection())).thenReturn(Set.of());
        when(rooms.present(any(), anyString())).thenReturn(Set.of());
        names.addNames((room, user) -> "Ally");
        room(true);
        asks("");
    }

    private void room(boolean membersOnly) {
        when(rooms.facts(ROOM)).thenReturn(new RoomFacts(membersOnly, membersOnly, Set.of("alice", "bob"), Set.of()));
    }

    private void asks(String child) throws Exception {
        phone = new Registration(new RegistrationKey("alice", new JID("push.example.com"), "phone"), null, features.reader().read(
            DocumentHelper.parseText("<enable xmlns='urn:xmpp:push:0'>" + child + "</enable>").getRootElement()), "phone", null, null, THEN,
            THEN, Health.GOOD);
        when(registrations.known("alice")).thenReturn(List.of(phone));
        when(registrations.of("alice")).thenReturn(List.of(phone));
        when(registrations.known("bob")).thenReturn(List.of());
    }

    private void says(String content) {
        due.clear();
        decisions.clear();
        trigger.said(ROOM, BOB, Xml.message("<message type='groupchat' id='m' from='" + ROOM + "/bob' to='someone@example.org/x'>" + content
            + "</message>"));
    }

    /** Why it does not wake Alice's phone; null where it does. */
    private String outcome(String content) {
        says(content);
        assertEquals(1, due.size());
        boolean wakes = due.get(0).audience().test(phone);
        assertEquals(wakes, decisions.isEmpty(), "what does not wake has its line");
        return wakes ? null : decisions.get(0).outcome().name();
    }

    @Test
    void whatIsSaidAtOnceIsACrowdButForTheOwnWords() {
        says("<body>alone</body>");
        assertEquals(List.of(false), due.stream().map(Occasion::crowd).toList());
        lanes.hold();
        says("<body>one</body>");
        says("<body>two</body>");
        lanes.release();
        assertEquals(List.of(true, true), due.stream().map(Occasion::crowd).toList());
        verify(bookmarks, times(2)).of("alice", ROOM);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        // filter, bookmark, switch, setting, members only: unmentioned, mentioned
        "-, -, -, MEMBERS, true, -, -", "-, -, -, MEMBERS, false, NOT_MENTIONED, -", "-, -, -, ASKED, true, ROOM_NOT_ASKED, ROOM_NOT_ASKED",
        "-, -, true, ASKED, false, -, -", "-, -, false, MEMBERS, true, ROOM_MUTED, ROOM_MUTED",
        "-, ON_MENTION, true, MEMBERS, true, MENTIONS_WANTED, -", "-, NEVER, true, MEMBERS, true, ROOM_MUTED, ROOM_MUTED",
        "-, ALWAYS, false, ASKED, false, -, -",
        "always, NEVER, false, ASKED, false, -, -", "mentioned, ALWAYS, true, MEMBERS, true, MENTIONS_WANTED, -",
        "never, ALWAYS, true, MEMBERS, true, ROOM_MUTED, ROOM_MUTED", "other, ALWAYS, true, MEMBERS, true, ROOM_MUTED, ROOM_MUTED"})
    void theFirstWordIsTheAppsThenTheBookmarksThenTheSwitchsThenTheServers(String filter, RoomWish bookmark, Boolean asked,
        GroupChats setting,
        boolean membersOnly, String unmentioned, String mentioned) throws Exception {
        if (filter != null) {
            asks("<groupchat xmlns='tigase:push:filter:groupchat:0'><room jid='" + (filter.equals("other") ? "other@rooms.example.org"
                : ROOM)
                + "' allow='" + (filter.equals("other") ? "always" : filter) + "'/></groupchat>");
        }
        when(bookmarks.of("alice", ROOM)).thenReturn(new RoomBookmark(bookmark, null));
        when(switches.of(ROOM)).thenReturn(asked == null ? List.of() : List.of(new RoomSwitch("alice", ROOM, asked, null, THEN)));
        when(settings.get(Settings.GROUP_CHATS)).thenReturn(setting);
        room(membersOnly);
        assertEquals(unmentioned, outcome("<body>Hi</body>"));
        assertEquals(mentioned, outcome("<body>Ally: hi</body>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<body>who, ally?</body>",
        "<body>no</body><reply xmlns='urn:xmpp:reply:0' to='tea@rooms.example.org/Ally' id='1'/>",
        "<body>no</body><mention xmlns='urn:xmpp:mentions:0' occupantid='id-of-alice' begin='0' end='2'/>",
        "<body>no</body><mention xmlns='urn:xmpp:mentions:0' mentions='urn:xmpp:mentions:0#channel'/>",
        "<body>no</body><reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:alice@example.org'/>",
        "<body>fallback</body><encrypted xmlns='eu.siacs.conversations.axolotl'><payload>AA==</payload></encrypted>"
            + "<mention xmlns='urn:xmpp:mentions:0' jid='alice@example.org'/>"})
    void mentions(String content) {
        names.addIds((room, user) -> "id-of-" + user);
        room(false);
        assertEquals(null, outcome(content));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<body>finally</body>", "<body>no</body><mention xmlns='urn:xmpp:mentions:0' occupantid='id-of-bob'/>",
        "<body>no</body><mention xmlns='urn:xmpp:mentions:0' occupantid='id-of-alice' noping='true'/>",
        "<body>Ally</body><encrypted xmlns='eu.siacs.conversations.axolotl'><payload>AA==</payload></encrypted>"})
    void noMentions(String content) {
        names.addIds((room, user) -> "id-of-" + user);
        room(false);
        assertEquals("NOT_MENTIONED", outcome(content));
    }

    @Test
    void whoIsInTheRoomOrAtTheDeviceIsNotAway() {
        Binding session = new Binding("phone", null, List.of(phone.key()));
        when(sessions.sessions("alice")).thenReturn(List.of(session));
        when(rooms.present(ROOM, "alice")).thenReturn(Set.of("phone"));
        says("<body>Hi</body>");
        assertFalse(due.get(0).audience().test(phone));
        assertEquals(List.of(), decisions, "the room's own occupant is nobody's news");
        when(rooms.present(ROOM, "alice")).thenReturn(Set.of("other"));
        says("<body>Hi</body>");
        assertTrue(due.get(0).audience().test(phone));
        when(sessions.attends(any(), any())).thenReturn(true);
        says("<body>Hi</body>");
        assertFalse(due.get(0).audience().test(phone));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<subject>New</subject>", "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
        "<body>old</body><delay xmlns='urn:xmpp:delay' from='bob@example.org' stamp='2026-01-01T00:00:00Z'/>"})
    void whatIsNoNewsWakesNobody(String content) {
        says(content);
        assertEquals(List.of(), due);
        says("<body>Hi</body>");
        assertEquals(Trigger.ROOM, due.get(0).trigger());
        assertEquals(7, due.get(0).travelling().journey().number());
    }

    @Test
    void whoSaidItIsNotWokenAndTheSettingSwitchesAllOff() {
        due.clear();
        trigger.said(ROOM, new JID("alice@example.org/desktop"), Xml.message("<message type='groupchat' from='" + ROOM
            + "/Ally'><body>Hi</body></message>"));
        assertEquals(List.of(), due);
        when(settings.get(Settings.GROUP_CHATS)).thenReturn(GroupChats.NEVER);
        says("<body>Hi</body>");
        assertEquals(List.of(), due);
    }

    @Test
    void theDatabaseIsNotAskedAgainForARoomOfWhichNobodyIsConcerned() throws Exception {
        when(registrations.known("alice")).thenReturn(List.of());
        says("<body>Hi</body>");
        says("<body>Hi</body>");
        says("<body>Hi</body>");
        assertEquals(List.of(), due);
        verify(switches).of(ROOM);
    }

    @Test
    void whatIsTooMuchHasALine() {
        QueuedLanes held = new QueuedLanes();
        held.hold();
        RoomTrigger busy = new RoomTrigger("example.org", settings, new RoomTrigger.Parts(rooms,
            new RoomAudiences(rooms, switches, registrations, time::nanos, Runnable::run), held, bookmarks, names,
            new ListedRooms(features.groupchatFilter())), registrations, sessions, new StanzaReader("example.org"),
            (room, message) -> new Journey(7, Origin.TRACED), held, time, due::add, new Journal() {
                @Override
                public void decided(Decision decision) {
                    decisions.add(decision);
                }

                @Override
                public void answered(Answer answer) {
                    throw new AssertionError("Nothing is published here");
                }
            });
        for (int i = 0; i < RoomFanOut.MESSAGES + 3; i++) {
            busy.said(ROOM, BOB, Xml.message("<message type='groupchat' from='" + ROOM + "/bob'><body>Hi</body></message>"));
        }
        time.pass(RoomFanOut.LOSSES);
        assertEquals(1, decisions.size());
        Decision lost = decisions.get(0);
        assertEquals(Outcome.LOST + " " + Decision.ANYBODY + " 3 " + ROOM, lost.outcome() + " " + lost.username() + " " + lost.detail()
            + " "
            + lost.sender());
    }
}
