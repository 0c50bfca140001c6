package org.jivesoftware.openfire.plugin.cloudnotify.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What is asked of group chat services on lanes that others wait for is not asked of one that is slow. */
class PatientRoomsTest {

    private static final JID TEA = new JID("tea@slow.example.org");
    private static final JID MILK = new JID("milk@rooms.example.org");

    private final Rooms rooms = mock(Rooms.class);
    private final List<String> asked = new ArrayList<>();
    private long now;
    private Duration takes = Duration.ofSeconds(6);
    private final PatientRooms patient = new PatientRooms(rooms, () -> now);

    @BeforeEach
    void oneServiceTakesItsTime() {
        when(rooms.facts(any())).thenAnswer(call -> answer(call.getArgument(0), new RoomFacts(true, true, Set.of("alice"), Set.of())));
        when(rooms.affiliated(any(), anyString())).thenAnswer(call -> answer(call.getArgument(0), true));
        when(rooms.present(any(), anyString())).thenAnswer(call -> answer(call.getArgument(0), Set.of("phone")));
        when(rooms.nickname(any(), anyString())).thenAnswer(call -> answer(call.getArgument(0), "Al"));
        when(rooms.occupantNickname(any(), anyString())).thenAnswer(call -> answer(call.getArgument(0), "Ali"));
        when(rooms.occupantId(any(), anyString())).thenAnswer(call -> answer(call.getArgument(0), "id"));
    }

    private <T> T answer(JID room, T what) {
        asked.add(room.getNode());
        now += (room.equals(TEA) ? takes : PatientRooms.SLOW).toNanos();
        return what;
    }

    private String members(JID room) {
        return patient.present(room, "alice") + " " + patient.nickname(room, "alice") + " " + patient.occupantNickname(room, "alice") + " "
            + patient.occupantId(room, "alice");
    }

    @Test
    void whoWasSlowIsNotAskedOfMembersUntilItIsFaster() {
        assertEquals(Set.of("alice"), patient.facts(TEA).affiliated());
        assertEquals(Set.of("alice"), patient.facts(MILK).affiliated());
        asked.clear();
        assertEquals("[] null null null", members(TEA));
        assertEquals(List.of(), asked);
        assertEquals("[phone] Al Ali id", members(MILK));
        assertTrue(patient.affiliated(TEA, "alice"), "what is found out elsewhere is asked all the same");
        takes = Duration.ofMillis(3);
        assertEquals("[] null null null", members(TEA));
        patient.facts(TEA);
        assertEquals("[phone] Al Ali id", members(TEA));
    }

    @Test
    void whoIsSlowWhenAskedOfAMemberIsNotAskedOfTheNext() {
        assertEquals(Set.of("phone"), patient.present(TEA, "alice"));
        assertEquals(Set.of(), patient.present(TEA, "bob"));
        assertNull(patient.nickname(new JID("another@slow.example.org"), "alice"));
        assertEquals(List.of("tea"), asked);
    }
}
