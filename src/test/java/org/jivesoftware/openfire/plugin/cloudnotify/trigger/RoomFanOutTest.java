package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitches;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudiences;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomFacts;
import org.jivesoftware.openfire.plugin.cloudnotify.room.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.QueuedLanes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** How a message gets from a room to its members: each of them once, whatever is full or down. */
class RoomFanOutTest {

    private static final JID ROOM = new JID("tea@rooms.example.org");

    private final Rooms rooms = mock(Rooms.class);
    private final RoomSwitches switches = mock(RoomSwitches.class);
    private final Registrations registrations = mock(Registrations.class);
    private final FakeScheduler time = new FakeScheduler();
    private final QueuedLanes lanes = new QueuedLanes();
    private final List<String> delivered = new ArrayList<>();
    private final List<Integer> together = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private RuntimeException broken;
    private final RoomFanOut fanOut = new RoomFanOut(new RoomAudiences(rooms, switches, registrations, time::nanos, Runnable::run),
        lanes, lanes, time, (username, member, audience, messages) -> {
            messages.forEach(message -> delivered.add(username + " " + message.text()));
            together.add(messages.size());
            if (broken != null) {
                throw broken;
            }
        }, (room, messages) -> lost.add(room + " " + messages));

    @BeforeEach
    void members() throws StoreException {
        members(3);
        when(registrations.known(anyString())).thenReturn(null);
        when(switches.registered(anyCollection())).thenAnswer(call -> new HashSet<>((Collection<?>) call.getArgument(0)));
    }

    private void members(int count) {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            names.add("u" + i);
        }
        when(rooms.facts(ROOM)).thenReturn(new RoomFacts(true, true, names, Set.of()));
    }

    private static RoomMessage message(String text) {
        return new RoomMessage(ROOM, null,
            new Travelling(new StanzaReader("example.org").read(Xml.message("<message type='groupchat' from='"
            + ROOM + "/bob'><body>" + text + "</body></message>")), new Journey(1, Origin.TRACED), null), text);
    }

    @Test
    void eachMemberHasItOnce() {
        fanOut.add(message("one"));
        fanOut.add(message("two"));
        assertEquals(6, delivered.size());
        assertEquals(6, new HashSet<>(delivered).size());
        assertTrue(delivered.contains("u2 one"));
    }

    @Test
    void whatIsSaidWhileTheMembersAreToldIsBroughtToThemTogetherAfterwards() {
        lanes.hold();
        fanOut.add(message("one"));
        lanes.release();
        assertEquals(List.of(1, 1, 1), together);
        lanes.hold();
        for (int i = 0; i < RoomFanOut.TOGETHER + 20; i++) {
            fanOut.add(message("m" + i));
        }
        lanes.release();
        int all = RoomFanOut.TOGETHER;
        assertEquals(List.of(1, 1, 1, all, all, all, 20, 20, 20), together);
        assertEquals("u0 m0", delivered.get(3));
        assertEquals("u0 m1", delivered.get(4));
        assertEquals(3 * (RoomFanOut.TOGETHER + 21), new HashSet<>(delivered).size());
        fanOut.add(message("after"));
        assertTrue(delivered.contains("u2 after"));
    }

    @Test
    void aRoomWithoutMembersHoldsUpNothing() {
        members(0);
        fanOut.add(message("one"));
        fanOut.add(message("two"));
        assertEquals(List.of(), delivered);
    }

    @Test
    void neverMoreThanSoManyPiecesWaitInTheLanes() {
        members(5_000);
        lanes.hold();
        fanOut.add(message("one"));
        assertEquals(1, lanes.given());
        lanes.release();
        // Here the room's lane and those of the members are one: it pauses where its work is not done yet.
        time.pass(Duration.ofSeconds(2));
        assertEquals(5_000, delivered.size());
        assertEquals(5_000, new HashSet<>(delivered).size());
    }

    @Test
    void aFullLaneIsTriedAgain() {
        lanes.full = true;
        fanOut.add(message("one"));
        time.pass(Duration.ofMillis(100));
        assertEquals(List.of(), delivered);
        lanes.full = false;
        time.pass(Duration.ofMillis(100));
        assertEquals(3, delivered.size());
    }

    @Test
    void aMessageWaitsForTheDatabase() throws StoreException {
        doThrow(new StoreException("down", null)).when(switches).of(any(JID.class));
        fanOut.add(message("one"));
        assertEquals(List.of(), delivered);
        doReturn(List.of()).when(switches).of(any(JID.class));
        time.pass(RoomFanOut.DATABASE_PAUSE);
        assertEquals(3, delivered.size());
    }

    @Test
    void whatOneMemberBreaksOthersHave() {
        broken = new IllegalStateException("one member's");
        lanes.hold();
        fanOut.add(message("one"));
        for (int i = 0; delivered.size() < 3 && i < 10; i++) {
            try {
                lanes.release();
            } catch (IllegalStateException e) {
                // The lanes of a server keep it to themselves.
                continue;
            }
        }
        assertEquals(3, delivered.size());
        broken = null;
        fanOut.add(message("two"));
        assertEquals(6, delivered.size());
    }

    @Test
    void aRoomThatFailsHoldsUpNoOther() {
        JID broken = new JID("coffee@rooms.example.org");
        when(rooms.facts(broken)).thenThrow(new IllegalStateException("a room's own"));
        for (int i = 0; i < 3; i++) {
            try {
                fanOut.add(new RoomMessage(broken, null, message("lost").travelling(), "lost"));
            } catch (IllegalStateException e) {
                // The lane of a server keeps it to itself.
                lanes.release();
            }
        }
        fanOut.add(message("one"));
        assertEquals(3, delivered.size());
    }

    @Test
    void whatIsTooMuchIsSaid() {
        lanes.hold();
        for (int i = 0; i < RoomFanOut.MESSAGES + 7; i++) {
            fanOut.add(message("m"));
        }
        assertEquals(List.of(), lost);
        time.pass(RoomFanOut.LOSSES);
        assertEquals(List.of(ROOM + " 7"), lost);
        fanOut.add(message("m"));
        time.pass(RoomFanOut.LOSSES);
        assertEquals(List.of(ROOM + " 7", ROOM + " 1"), lost);
        lanes.release();
        time.pass(Duration.ofMinutes(5));
        assertEquals(3 * RoomFanOut.MESSAGES, delivered.size());
        fanOut.add(message("m"));
        time.pass(RoomFanOut.LOSSES);
        assertEquals(2, lost.size());
    }
}
