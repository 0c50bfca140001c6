package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.junit.jupiter.api.Test;

/** One user's requests never hold up others, keep their order, and do not wait without end. */
class RequestQueueTest {

    private final FakeScheduler time = new FakeScheduler();
    private final Deque<Runnable> lane = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private boolean full;
    private final RequestQueue queue = new RequestQueue((user, work) -> !full && lane.add(work), time::after);

    private boolean ask(String user, int number) {
        return queue.execute(user, () -> done.add(user + number));
    }

    private void work() {
        while (!lane.isEmpty()) {
            lane.poll().run();
        }
    }

    @Test
    void theRequestsOfAFloodTakeEveryOtherTurnOnly() {
        IntStream.range(0, 5).forEach(i -> ask("mallory", i));
        ask("alice", 0);
        lane.add(() -> done.add("a push"));
        assertEquals(3, lane.size(), "the others of the flood are on no lane");
        work();
        assertEquals(List.of("mallory0", "alice0", "a push", "mallory1", "mallory2", "mallory3", "mallory4"), done);
    }

    @Test
    void noMoreWaitThanMayAndThenThereIsRoomAgain() {
        int taken = (int) IntStream.range(0, 12_000).filter(i -> ask("mallory", i)).count();
        assertEquals(RequestQueue.MOST, taken);
        assertTrue(ask("alice", 0), "others have room");
        lane.poll().run();
        assertTrue(ask("mallory", 12_000));
        assertFalse(ask("mallory", 12_001));
        work();
        assertEquals(RequestQueue.MOST + 2, done.size());
        assertTrue(ask("mallory", 12_002));
    }

    @Test
    void aFullLaneRefusesTheFirstAndKeepsWhatItTook() {
        full = true;
        assertFalse(ask("alice", 0));
        full = false;
        assertTrue(ask("alice", 1));
        assertTrue(ask("alice", 2));
        full = true;
        lane.poll().run();
        assertEquals(List.of("alice1"), done);
        time.pass(Duration.ofSeconds(1));
        assertEquals(List.of("alice1"), done);
        full = false;
        time.pass(Duration.ofSeconds(1));
        work();
        assertEquals(List.of("alice1", "alice2"), done);
    }

    @Test
    void oneThatThrowsStopsNoOther() {
        queue.execute("alice", () -> {
            throw new IllegalStateException("injected");
        });
        ask("alice", 1);
        try {
            lane.poll().run();
        } catch (IllegalStateException e) {
            done.add("thrown");
        }
        work();
        assertEquals(List.of("thrown", "alice1"), done);
    }

    @Test
    void whatARequestAsksForItselfComesAfterWhatWaited() {
        queue.execute("alice", () -> ask("alice", 2));
        ask("alice", 1);
        work();
        assertEquals(List.of("alice1", "alice2"), done);
    }
}
