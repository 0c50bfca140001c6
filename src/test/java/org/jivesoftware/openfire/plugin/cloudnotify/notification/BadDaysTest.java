package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.junit.jupiter.api.Test;

/** Full lanes and a database that is down: nothing is lost, and memory stays small. */
class BadDaysTest {

    private static final Duration LANE_PAUSE = Duration.ofMillis(250);
    private static final int FOR_DATABASE = 5_000;
    private static final int FOR_LANE = 20_000;

    private final NotificationRoom room = new NotificationRoom();

    @Test
    void whatWaitsForTheDatabaseIsPushedWhenItIsBack() {
        room.databaseDown = true;
        for (int i = 0; i < 10; i++) {
            room.duePhone(Trigger.OFFLINE, room.chat("Hello"));
        }
        assertEquals(10, room.outcomes().stream().filter(Outcome.DATABASE_DOWN::equals).count());
        room.time.pass(Duration.ofMinutes(10));
        assertTrue(room.pushed.isEmpty());
        assertEquals(1, room.time.waiting(), "one is tried at a time");
        assertEquals(10, room.decisions.size(), "each is in the journal once");
        room.databaseDown = false;
        room.time.pass(Duration.ofMinutes(1).plusSeconds(1));
        assertEquals(List.of(1, 10), room.pushed.stream().map(push -> push.summary().messageCount()).toList());
        room.time.pass(Duration.ofMinutes(1));
        assertEquals(0, room.time.waiting());
    }

    @Test
    void tooManyForTheDatabaseAreLostAndTheJournalSaysSo() {
        room.databaseDown = true;
        for (int i = 0; i < FOR_DATABASE + 3; i++) {
            room.duePhone(Trigger.OFFLINE, room.chat("Hello"));
        }
        assertEquals(3, room.outcomes().stream().filter(Outcome.LOST::equals).count());
        room.databaseDown = false;
        room.time.pass(Duration.ofMinutes(1));
        assertEquals(FOR_DATABASE, room.pushed.get(1).summary().messageCount());
    }

    @Test
    void fullLanesAreMadeUpForByOnePushForEachDevice() {
        room.duePhone(Trigger.HIBERNATED, room.chat("Hello"));
        room.time.pass(Duration.ofSeconds(1));
        room.forgetWhatHappened();
        room.lanesFull = true;
        for (int i = 0; i < 100; i++) {
            room.duePhone(Trigger.HIBERNATED, room.chat("Hello"));
            room.notifier.due(room.only(NotificationRoom.TABLET, Trigger.ARCHIVED, room.read("<active xmlns='x'/>")));
        }
        assertEquals(List.of(Outcome.OVERLOADED), room.outcomes().stream().distinct().toList());
        room.time.pass(Duration.ofMinutes(1));
        assertTrue(room.pushed.isEmpty());
        room.lanesFull = false;
        room.time.pass(LANE_PAUSE);
        assertEquals(1, room.pushed.size(), "the tablet has nothing to be woken for");
        assertEquals(NotificationRoom.PHONE.key(), room.pushed.get(0).key());
        assertEquals(new Summary(101, null, null, "New Message!"), room.pushed.get(0).summary());
        room.time.pass(Duration.ofMinutes(1));
        assertEquals(0, room.time.waiting());
    }

    @Test
    void aSubscriptionRequestIsToldWhateverElseComesWhileTheLaneIsFull() {
        room.lanesFull = true;
        room.notifier.due(new Occasion(Trigger.SUBSCRIPTION, NotificationRoom.USER,
            new Travelling(room.read("<active xmlns='x'/>"), new Journey(7, Origin.TRACED)), Occasion.ALL, 3));
        room.notifier.due(room.only(NotificationRoom.PHONE, Trigger.OFFLINE, room.read("<active xmlns='x'/>")));
        room.lanesFull = false;
        room.time.pass(LANE_PAUSE);
        assertEquals(List.of(3, 3), room.pushed.stream().map(push -> push.summary().pendingSubscriptionCount()).toList());
    }

    @Test
    void whoseDevicesAreNotInMemoryIsWokenEverywhere() {
        room.lanesFull = true;
        room.duePhone(Trigger.HIBERNATED, room.chat("Hello"));
        room.lanesFull = false;
        room.time.pass(LANE_PAUSE);
        assertEquals(2, room.pushed.size());
    }

    @Test
    void unimportantOnesAreOneWakeUpAfterFullLanes() {
        room.duePhone(Trigger.HIBERNATED, room.chat("so that the devices are in memory"));
        room.outbox.returned(NotificationRoom.PHONE.key(), Where.HERE);
        room.time.pass(Duration.ofSeconds(1));
        room.forgetWhatHappened();
        room.lanesFull = true;
        room.duePhone(Trigger.HIBERNATED, room.read("<active xmlns='x'/>"));
        room.lanesFull = false;
        room.time.pass(LANE_PAUSE);
        assertEquals(List.of(Summary.EMPTY), room.pushed.stream().map(Push::summary).toList());
        room.duePhone(Trigger.HIBERNATED, room.read("<active xmlns='x'/>"));
        assertEquals(1, room.pushed.size());
    }

    @Test
    void aDeviceThatComesOnlineWhileLanesAreFullIsNotWoken() {
        room.duePhone(Trigger.HIBERNATED, room.chat("so that the devices are in memory"));
        room.time.pass(Duration.ofSeconds(1));
        room.forgetWhatHappened();
        room.lanesFull = true;
        room.due(Trigger.OFFLINE, room.chat("Hello"));
        room.outbox.returned(NotificationRoom.PHONE.key(), Where.HERE);
        room.lanesFull = false;
        room.time.pass(LANE_PAUSE);
        assertEquals(List.of(NotificationRoom.TABLET.key()), room.pushed.stream().map(Push::key).toList());
    }

    @Test
    void theEndOfAMergeWindowWaitsForRoom() {
        room.duePhone(Trigger.HIBERNATED, room.chat("one"));
        room.duePhone(Trigger.HIBERNATED, room.chat("two"));
        room.lanesFull = true;
        room.time.pass(Duration.ofSeconds(10));
        assertEquals(1, room.pushed.size());
        room.lanesFull = false;
        room.time.pass(Duration.ofMillis(100));
        assertEquals(2, room.pushed.size());
    }

    @Test
    void closingMakesUpForWhatFullLanesLeft() {
        room.due(Trigger.HIBERNATED, room.chat("so that the devices are in memory"));
        room.time.pass(Duration.ofSeconds(1));
        room.forgetWhatHappened();
        room.lanesFull = true;
        room.due(Trigger.OFFLINE, room.chat("Hello"));
        room.outbox.close();
        assertEquals(2, room.pushed.size());
    }

    @Test
    void usersBeyondTheRoomAreLostAndTheJournalSaysSo() {
        room.lanesFull = true;
        for (int i = 0; i < FOR_LANE + 2; i++) {
            room.notifier.due(new Occasion(Trigger.PING, "user" + i, null, Occasion.ALL));
        }
        assertEquals(2, room.outcomes().stream().filter(Outcome.LOST::equals).count());
    }

    @Test
    void whatFailsConcernsNobodyElse() {
        room.notifier.due(new Occasion(Trigger.OFFLINE, NotificationRoom.USER,
            new Travelling(room.chat("Hello"), new Journey(1, Origin.TRACED)), registration -> {
            throw new IllegalStateException("expected in this test");
        }));
        room.due(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(2, room.pushed.size());
    }
}
