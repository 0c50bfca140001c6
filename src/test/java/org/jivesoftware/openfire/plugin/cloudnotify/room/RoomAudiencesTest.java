package org.jivesoftware.openfire.plugin.cloudnotify.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitches;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class RoomAudiencesTest {

    private static final JID ROOM = new JID("tea@conference.example.org");
    private static final Instant THEN = Instant.ofEpochMilli(1_000);

    private final Rooms rooms = mock(Rooms.class);
    private final RoomSwitches switches = mock(RoomSwitches.class);
    private final Registrations registrations = mock(Registrations.class);
    private long now;
    private final RoomAudiences audiences = new RoomAudiences(rooms, switches, registrations, () -> now, Runnable::run);

    @BeforeEach
    void aRoom() throws StoreException {
        facts(true, Set.of("alice", "bob", "carol"), Set.of());
        when(registrations.known(anyString())).thenReturn(List.of());
        when(registrations.known("alice")).thenReturn(List.of(registration("alice", THEN)));
        when(registrations.known("carol")).thenReturn(null);
        when(switches.registered(anyCollection())).thenAnswer(call -> new HashSet<>((Collection<?>) call.getArgument(0)));
    }

    private void facts(boolean closed, Set<String> affiliated, Set<String> outcasts) {
        when(rooms.facts(ROOM)).thenReturn(new RoomFacts(closed, closed, affiliated, outcasts));
    }

    private static Registration registration(String username, Instant enabled) {
        return new Registration(new RegistrationKey(username, new JID("push.example.org"), "n"), null, "phone", null, THEN, enabled,
            Health.GOOD);
    }

    private static RoomSwitch choice(String username, boolean on) {
        return new RoomSwitch(username, ROOM, on, "Nick", THEN);
    }

    @Test
    void memoryIsAskedForEachMemberAndTheDatabaseOnceForTheRest() throws StoreException {
        assertNull(audiences.peek(ROOM.toString()));
        RoomAudience audience = audiences.of(ROOM);
        assertEquals(Set.of("alice", "carol"), audience.members().keySet());
        verify(switches).registered(List.of("carol"));
        assertSame(audience, audiences.peek(ROOM.toString()));
        assertSame(audience, audiences.of(ROOM));
        verify(switches, times(1)).of(ROOM);
    }

    @Test
    void whoAskedIsConcernedWhereEverybodyMayJoin() throws StoreException {
        when(switches.of(ROOM)).thenReturn(List.of(choice("dave", true), choice("erin", false), choice("alice", false),
            choice("fred", true)));
        facts(false, Set.of("alice"), Set.of("fred"));
        RoomAudience audience = audiences.of(ROOM);
        assertEquals(Set.of("alice", "dave"), audience.members().keySet());
        assertEquals(new RoomMember(false, true, "Nick"), audience.members().get("dave"));
        assertEquals(new RoomMember(true, false, "Nick"), audience.members().get("alice"));
        audiences.forget(ROOM.toString());
        facts(true, Set.of("alice"), Set.of());
        assertEquals(Set.of("alice"), audiences.of(ROOM).members().keySet(), "who is no member of a members-only room hears nothing of it");
    }

    @Test
    void aChangeOfAGroupMayBeOfAnyRoom() throws StoreException {
        audiences.of(ROOM);
        facts(true, Set.of("carol"), Set.of());
        audiences.forgetAll();
        assertNull(audiences.peek(ROOM.toString()));
        assertEquals(Set.of("carol"), audiences.of(ROOM).members().keySet());
    }

    @Test
    void whoRegistersForTheFirstTimeIsLookedUpAlone() throws StoreException {
        audiences.of(ROOM);
        audiences.enabled(registration("bob", THEN.plusMillis(1)));
        assertNotNull(audiences.peek(ROOM.toString()), "the same again at a login changes nothing");
        audiences.enabled(registration("bob", THEN));
        audiences.enabled(registration("mallory", THEN));
        when(rooms.affiliated(ROOM, "bob")).thenReturn(true);
        assertNull(audiences.peek(ROOM.toString()));
        assertEquals(Set.of("alice", "bob", "carol"), audiences.of(ROOM).members().keySet());
        assertNotNull(audiences.peek(ROOM.toString()));
        verify(rooms, times(1)).facts(ROOM);
        for (int i = 0; i <= RoomAudiences.NEWCOMERS; i++) {
            audiences.enabled(registration("user" + i, THEN));
        }
        audiences.of(ROOM);
        verify(rooms, times(2)).facts(ROOM);
        verify(rooms, never()).affiliated(ROOM, "user1");
    }

    @Test
    void itIsForgottenInTimeAndWhenSomethingChanges() throws StoreException {
        audiences.of(ROOM);
        audiences.forget(ROOM.toString());
        assertNull(audiences.peek(ROOM.toString()));
        audiences.of(ROOM);
        now += RoomAudiences.KEPT.toNanos() + 1;
        assertNull(audiences.peek(ROOM.toString()));
    }

    @Test
    void whatChangesWhileItIsReadIsNotMissed() throws StoreException {
        when(switches.of(ROOM)).thenAnswer(call -> {
            audiences.forget(ROOM.toString());
            return List.of();
        });
        audiences.of(ROOM);
        assertNull(audiences.peek(ROOM.toString()));
    }

    @Test
    void aDatabaseThatIsDownAndARoomThatIsGone() throws StoreException {
        when(switches.registered(any())).thenThrow(new StoreException("down", null));
        assertThrows(StoreException.class, () -> audiences.of(ROOM));
        assertNull(audiences.peek(ROOM.toString()));
        when(rooms.facts(ROOM)).thenReturn(null);
        assertEquals(Set.of(), audiences.of(ROOM).members().keySet());
    }
}
