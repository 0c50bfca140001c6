package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jivesoftware.openfire.muc.MUCRoom;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Crew;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.RequestQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.UserExecutor;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.ListedRooms;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitches;
import org.jivesoftware.openfire.plugin.cloudnotify.room.KnownNames;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudiences;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmark;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmarks;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Copies;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.GroupChats;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.RoomTrigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xmpp.packet.JID;

/**
 * A group chat service or a room that throws, is slow or is missing: what is said there wakes nobody, or late; the thread that routed it
 * notices nothing, and what is said in other rooms arrives.
 */
@Timeout(120)
class RoomServiceFaultTest {

    private static final JID BROKEN = new JID("tea@broken.example.org");
    private static final JID SOUND = new JID("milk@rooms.example.org");
    /** Whoever waits on it holds up everybody. */
    private static final int LANES = 1;

    private final MultiUserChatManager manager = mock(MultiUserChatManager.class);
    private final MultiUserChatService broken = mock(MultiUserChatService.class);
    private final MUCRoom brokenRoom = mock(MUCRoom.class);
    private final Registrations registrations = mock(Registrations.class);
    private final RoomSwitches switches = mock(RoomSwitches.class);
    private final SessionTracker sessions = mock(SessionTracker.class);
    private final RoomBookmarks bookmarks = mock(RoomBookmarks.class);
    private final Settings settings = mock(Settings.class);
    private final BlockingQueue<String> due = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> askers = new LinkedBlockingQueue<>();
    private final FakeScheduler time = new FakeScheduler();
    private final UserExecutor lanes = new UserExecutor(LANES, 100, TestParts.part(PartName.WORK));
    private final Crew crew = new Crew("look-ups", 2, 100, TestParts.part(PartName.WORK));
    private final RequestQueue lookUps = new RequestQueue((service, work) -> crew.execute(work), time::after);
    private final CountDownLatch slow = new CountDownLatch(1);
    private Speaker speaker;

    /** Bob, in whichever room. */
    private interface Speaker {

        void says(JID room, String words);
    }

    /** Something of Openfire's that does not do as it should. */
    private interface Fault {

        void in(RoomServiceFaultTest test) throws Exception;
    }

    private record Named(String name, Fault fault) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> faults() {
        return Stream.of(
            new Named("no service", test -> when(test.manager.getMultiUserChatService(BROKEN)).thenAnswer(call -> test.asked(null))),
            new Named("no room", test -> when(test.broken.getChatRoom("tea")).thenAnswer(call -> test.asked(null))),
            new Named("manager throws", test -> when(test.manager.getMultiUserChatService(BROKEN))
                .thenAnswer(call -> test.fails(new IllegalStateException("broken")))),
            new Named("service throws", test -> when(test.broken.getChatRoom("tea"))
                .thenAnswer(call -> test.fails(new IllegalArgumentException("broken")))),
            new Named("service lacks something", test -> when(test.broken.getChatRoom("tea"))
                .thenAnswer(call -> test.fails(new NoSuchMethodError("getChatRoom")))),
            new Named("service is out of memory", test -> when(test.broken.getChatRoom("tea"))
                .thenAnswer(call -> test.fails(new OutOfMemoryError("made up")))),
            new Named("room throws", test -> when(test.brokenRoom.getOwners())
                .thenAnswer(call -> test.fails(new IllegalStateException("broken")))),
            new Named("room says nothing", test -> when(test.brokenRoom.getOwners()).thenAnswer(call -> test.asked(null))),
            new Named("room lists what is no address", test -> when(test.brokenRoom.getMembers())
                .thenAnswer(call -> test.asked(List.of("alice@example.org")))));
    }

    private Object asked(Object answer) {
        askers.add(Thread.currentThread());
        return answer;
    }

    private Object fails(Throwable problem) throws Throwable {
        askers.add(Thread.currentThread());
        throw problem;
    }

    @BeforeEach
    void twoRoomsThatAliceBelongsTo() throws Exception {
        MultiUserChatService sound = mock(MultiUserChatService.class);
        MUCRoom soundRoom = mock(MUCRoom.class);
        when(manager.getMultiUserChatService(SOUND)).thenReturn(sound);
        when(manager.getMultiUserChatService(BROKEN)).thenReturn(broken);
        when(sound.getChatRoom("milk")).thenReturn(soundRoom);
        when(broken.getChatRoom("tea")).thenReturn(brokenRoom);
        for (MUCRoom room : List.of(soundRoom, brokenRoom)) {
            when(room.getOwners()).thenReturn(List.of(new JID("alice@example.org")));
            when(room.getAdmins()).thenReturn(List.of());
            when(room.getMembers()).thenReturn(List.of());
            when(room.getOutcasts()).thenReturn(List.of());
            when(room.isMembersOnly()).thenReturn(true);
        }
        Registration phone = new Registration(new RegistrationKey("alice", new JID("push.example.com"), "n"), null, "phone", null,
            Instant.EPOCH, Instant.EPOCH, Health.GOOD);
        when(registrations.known("alice")).thenReturn(List.of(phone));
        when(registrations.of("alice")).thenReturn(List.of(phone));
        when(switches.registered(anyCollection())).thenReturn(Set.of());
        when(switches.of(any(JID.class))).thenReturn(List.of());
        Copies copies = mock(Copies.class);
        when(copies.got(anyString(), any())).thenReturn(registration -> false);
        when(sessions.copies()).thenReturn(copies);
        when(sessions.sessions(anyString())).thenReturn(List.of());
        when(bookmarks.of(anyString(), any())).thenReturn(RoomBookmark.NONE);
        when(settings.get(Settings.GROUP_CHATS)).thenReturn(GroupChats.MEMBERS);
        speaker = speaker(manager);
    }

    private Speaker speaker(MultiUserChatManager services) {
        OpenfireRooms rooms = new OpenfireRooms(services, "example.org", mock(OpenfireAsUser.class));
        RoomTrigger trigger = new RoomTrigger("example.org", settings, new RoomTrigger.Parts(rooms,
            new RoomAudiences(rooms, switches, registrations, time::nanos, Runnable::run), lookUps::execute, bookmarks,
            new KnownNames("example.org"), new ListedRooms(new AppFeatures().groupchatFilter())), registrations, sessions,
            new StanzaReader("example.org"), (room, message) -> new Journey(7, Origin.TRACED), lanes, time,
            occasion -> due.add(occasion.username() + " " + occasion.travelling().stanza().body()), mock(Journal.class));
        return (room, words) -> trigger.said(room, new JID("bob@example.org/desktop"), Xml.message("<message type='groupchat' from='" + room
            + "/Bob' to='carol@example.org/x'><body>" + words + "</body></message>"));
    }

    /** What is found out while the room is being mended may be either. */
    private void awaitLookUps() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        assertTrue(lookUps.execute(BROKEN.getDomain(), over::countDown));
        assertTrue(over.await(60, TimeUnit.SECONDS));
    }

    @AfterEach
    void end() {
        slow.countDown();
        lanes.close();
        crew.close();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatIsSaidElsewhereArrives(Named named) throws Exception {
        named.fault().in(this);
        for (int i = 0; i < 3; i++) {
            speaker.says(BROKEN, "in vain");
            speaker.says(SOUND, "Hi " + i);
            assertEquals("alice Hi " + i, due.poll(60, TimeUnit.SECONDS));
        }
        assertNotSame(Thread.currentThread(), askers.poll(60, TimeUnit.SECONDS));
        assertNull(due.peek());
    }

    @Test
    void aSlowServiceKeepsNoLane() throws Exception {
        when(broken.getChatRoom(anyString())).thenAnswer(call -> {
            askers.add(Thread.currentThread());
            slow.await();
            return brokenRoom;
        });
        speaker.says(BROKEN, "at last");
        assertNotSame(Thread.currentThread(), askers.poll(60, TimeUnit.SECONDS));
        speaker.says(BROKEN, "and this");
        for (int i = 0; i < 6; i++) {
            JID room = new JID("room" + i, BROKEN.getDomain(), null);
            when(manager.getMultiUserChatService(room)).thenReturn(broken);
            speaker.says(room, "elsewhere there");
        }
        for (int i = 0; i < 3; i++) {
            speaker.says(SOUND, "Hi " + i);
            assertEquals("alice Hi " + i, due.poll(60, TimeUnit.SECONDS));
            time.pass(Duration.ofMinutes(2));
        }
        assertNull(askers.peek(), "one is asked at a time");
        slow.countDown();
        List<String> late = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            late.add(due.poll(60, TimeUnit.SECONDS));
        }
        assertEquals(6, Collections.frequency(late, "alice elsewhere there"));
        assertTrue(late.containsAll(List.of("alice at last", "alice and this")), late::toString);
    }

    @Test
    void aServerWithoutGroupChatsHasNoRooms() throws Exception {
        speaker(null).says(SOUND, "in vain");
        speaker.says(SOUND, "Hi");
        assertEquals("alice Hi", due.poll(60, TimeUnit.SECONDS));
        assertNull(due.peek());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aRoomThatIsMendedIsHeardAgain(Named named) throws Exception {
        named.fault().in(this);
        speaker.says(BROKEN, "in vain");
        assertNotSame(Thread.currentThread(), askers.poll(60, TimeUnit.SECONDS));
        speaker.says(SOUND, "Hi");
        assertEquals("alice Hi", due.poll(60, TimeUnit.SECONDS));
        awaitLookUps();
        doReturn(broken).when(manager).getMultiUserChatService(BROKEN);
        doReturn(brokenRoom).when(broken).getChatRoom("tea");
        doReturn(List.of(new JID("alice@example.org"))).when(brokenRoom).getOwners();
        doReturn(List.of()).when(brokenRoom).getMembers();
        // Of a room that is not there it is known for a minute that it concerns nobody.
        time.pass(Duration.ofMinutes(2));
        speaker.says(BROKEN, "again");
        assertEquals("alice again", due.poll(60, TimeUnit.SECONDS));
    }
}
