package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is blocked, and whose account is locked, wakes nobody. */
class BlockedSendersTest {

    private final NotificationRoom room = new NotificationRoom();

    @Test
    void nothingGoesToALockedAccountWhateverHappens() {
        room.locked.add(NotificationRoom.USER);
        for (Trigger trigger : List.of(Trigger.OFFLINE, Trigger.HIBERNATED, Trigger.ARCHIVED, Trigger.SUBSCRIPTION)) {
            room.duePhone(trigger, room.chat("Hello"));
        }
        assertTrue(room.pushed.isEmpty());
        assertEquals(List.of(Outcome.LOCKED), room.outcomes().stream().distinct().toList());
        room.locked.clear();
        room.duePhone(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(1, room.pushed.size());
    }

    /** Openfire goes on serving the sessions that were there before a user's first block (IQBlockingHandler of 4.7.5 and 5.1.1). */
    @ParameterizedTest
    @EnumSource(value = Trigger.class, names = {"HIBERNATED", "ACK_DELAY", "CALL", "ARCHIVED", "SUBSCRIPTION"})
    void whoIsBlockedWakesNobodyAndTheActivitySaysSo(Trigger trigger) {
        room.blocks = true;
        room.due(trigger, room.chat("one"));
        assertEquals(List.of(Outcome.BLOCKED, Outcome.BLOCKED), room.outcomes());
        room.blocks = false;
        room.due(trigger, room.chat("two"));
        assertEquals(2, room.pushed.size());
    }

    /** Openfire has asked the lists itself; and IQs are nobody's words. */
    @Test
    void whatIsStoredOfflineIsNotAskedAboutAgain() {
        room.blocks = true;
        room.due(Trigger.OFFLINE, room.chat("one"));
        assertEquals(2, room.pushed.size());
    }

    @Test
    void whoIsKnownToBeBlockedWakesNobodyByFillingALane() {
        room.lanesFull = true;
        room.blocks = true;
        room.blocksInMemory = true;
        room.due(Trigger.CALL, room.chat("one"));
        room.blocks = false;
        room.blocksInMemory = false;
        room.lanesFull = false;
        room.time.pass(Duration.ofSeconds(5));
        assertEquals(0, room.pushed.size());
        room.lanesFull = true;
        room.due(Trigger.CALL, room.chat("two"));
        room.lanesFull = false;
        room.time.pass(Duration.ofSeconds(5));
        assertEquals(2, room.pushed.size());
    }
}
