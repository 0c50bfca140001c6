package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What users chose for group chats, on one kind of database. */
abstract class RoomSwitchesContract {

    private static final JID TEA = new JID("tea@conference.example.org");
    private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_123L);

    private final TestDatabase database;
    private final JdbcRoomSwitches switches;

    RoomSwitchesContract(TestDatabase database) {
        this.database = database;
        this.switches = new JdbcRoomSwitches(database);
    }

    @BeforeEach
    void create() throws Exception {
        database.create();
    }

    @Test
    void aChoiceIsKeptReplacedAndForgotten() throws StoreException {
        RoomSwitch on = new RoomSwitch("alice", TEA, true, "Ally ☕", THEN);
        switches.save(on);
        assertEquals(on, switches.of(TEA, "alice"));
        RoomSwitch off = new RoomSwitch("alice", TEA, false, null, THEN.plusMillis(1));
        switches.save(off);
        assertEquals(List.of(off), switches.of(TEA));
        assertNull(switches.of(TEA, "bob"));
        assertFalse(switches.remove(TEA, "bob"));
        assertTrue(switches.remove(TEA, "alice"));
        assertEquals(List.of(), switches.of(TEA));
    }

    @Test
    void roomsAndUsersAreToldApart() throws StoreException {
        String longName = "x".repeat(200);
        JID one = new JID(longName + "1@conference.example.org");
        JID two = new JID(longName + "2@conference.example.org");
        for (JID room : List.of(one, two, TEA)) {
            for (String user : List.of("alice", "bob")) {
                switches.save(new RoomSwitch(user, room, true, null, THEN));
            }
        }
        assertEquals(2, switches.of(one).size());
        assertEquals(Set.of(one, two, TEA), switches.ofUser("alice").stream().map(RoomSwitch::room).collect(Collectors.toSet()));
        assertEquals(List.of(), switches.ofUser("ali"));
        switches.removeRoom(one);
        assertEquals(List.of(), switches.of(one));
        assertEquals(2, switches.of(two).size());
        switches.removeUser("alice");
        assertEquals(List.of("bob"), switches.of(two).stream().map(RoomSwitch::username).toList());
        assertEquals(List.of("bob"), switches.of(TEA).stream().map(RoomSwitch::username).toList());
    }

    @Test
    void whoOfManyHasRegistrations() throws StoreException {
        JdbcRegistrationStore store = new JdbcRegistrationStore(database);
        for (String user : List.of("u3", "u399", "stranger")) {
            RegistrationKey key = new RegistrationKey(user, new JID("push.example.org"), "n");
            store.save(new Registration(key, null, "phone", null, THEN, THEN, Health.GOOD), List.of());
        }
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            many.add("u" + i);
        }
        assertEquals(Set.of("u3", "u399"), switches.registered(many));
        assertEquals(Set.of(), switches.registered(List.of()));
    }
}
