package org.jivesoftware.openfire.plugin.cloudnotify.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class NicknamesTest {

    private static final JID ROOM = new JID("tea@conference.example.org");

    private final Nicknames nicknames = new Nicknames(Runnable::run);

    @Test
    void theLastOneCountsWhetherThereWereDevicesOrNot() {
        assertNull(nicknames.last(ROOM, "alice"));
        nicknames.had(ROOM, "alice", "Before", false);
        assertEquals("Before", nicknames.last(ROOM, "alice"));
        nicknames.had(ROOM, "alice", "Then", true);
        assertEquals("Then", nicknames.last(ROOM, "alice"));
        nicknames.had(ROOM, "alice", "After", false);
        assertEquals("After", nicknames.last(ROOM, "alice"));
        nicknames.had(ROOM, "alice", null, true);
        nicknames.had(ROOM, "alice", "x".repeat(10_000), true);
        assertEquals("After", nicknames.last(ROOM, "alice"));
        assertNull(nicknames.last(ROOM, "bob"));
        assertNull(nicknames.last(new JID("cake@conference.example.org"), "alice"));
    }

    @Test
    void whoHasNoDeviceTakesNoPlaceFromWhoHas() {
        nicknames.had(ROOM, "alice", "Alice", true);
        for (int i = 0; i < Nicknames.MAX + Nicknames.MAX_OTHERS; i++) {
            nicknames.had(ROOM, "stranger" + i, "Stranger", false);
        }
        assertEquals("Alice", nicknames.last(ROOM, "alice"));
    }
}
