package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gives a lane work does it where the lane is idle, and overtakes nothing. */
@Timeout(30)
class GiverTest extends UserExecutorRoom {

    @Test
    void theGiverDoesItWhereTheLaneIsIdle() {
        try (UserExecutor executor = new UserExecutor(2, CAPACITY, TestParts.part(PartName.WORK))) {
            List<Thread> threads = new ArrayList<>();
            List<Boolean> current = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                assertTrue(executor.perform("a", () -> {
                    threads.add(Thread.currentThread());
                    current.add(executor.isCurrent("a"));
                    // Of the same lane, and of another.
                    current.add(executor.isCurrent("c"));
                    current.add(executor.isCurrent("b"));
                    current.add(executor.mayWait());
                }));
            }
            assertEquals(List.of(Thread.currentThread(), Thread.currentThread(), Thread.currentThread()), threads);
            List<Boolean> once = List.of(true, false, false, false);
            assertEquals(once, current.subList(0, 4));
            assertEquals(once, current.subList(8, 12));
            assertFalse(executor.isCurrent("a"));
            assertTrue(executor.mayWait());
        }
    }

    @Test
    void whatIsDoneWithoutWaitingMayNotWait() {
        try (UserExecutor executor = new UserExecutor(1, CAPACITY, TestParts.part(PartName.WORK))) {
            List<Boolean> mayWait = new ArrayList<>();
            executor.withoutWaiting(() -> {
                executor.withoutWaiting(() -> mayWait.add(executor.mayWait()));
                mayWait.add(executor.mayWait());
                executor.execute("a", () -> mayWait.add(executor.mayWait()));
            });
            executor.close();
            mayWait.add(executor.mayWait());
            assertEquals(List.of(false, false, true, true), mayWait);
        }
    }

    @Test
    void theGiverOvertakesNothing() throws Exception {
        try (UserExecutor executor = new UserExecutor(1, CAPACITY, TestParts.part(PartName.WORK))) {
            block(executor);
            executor.execute("a", () -> done.add(1));
            assertFalse(executor.perform("a", () -> done.add(-1)));
            executor.execute("a", () -> done.add(2));
            assertFalse(executor.perform("a", () -> done.add(-1)));
            assertEquals(List.of(), done);
            busy.countDown();
        }
        assertEquals(List.of(1, 2), done);
    }

    @Test
    void nothingOvertakesTheGiver() throws Exception {
        CountDownLatch after = new CountDownLatch(1);
        try (UserExecutor executor = new UserExecutor(1, CAPACITY, TestParts.part(PartName.WORK))) {
            executor.perform("a", () -> {
                executor.execute("a", () -> done.add(3));
                // Not by itself, either, in the middle of what it does.
                assertFalse(executor.perform("a", () -> done.add(-1)));
                executor.execute("a", after::countDown);
                done.add(1);
                done.add(2);
            });
            assertTrue(after.await(10, TimeUnit.SECONDS));
        }
        assertEquals(List.of(1, 2, 3), done);
    }

    @Test
    void oneAfterTheOtherWhoeverDoesIt() throws Exception {
        int threads = 4;
        int each = 20_000;
        int[] count = new int[1];
        AtomicInteger refused = new AtomicInteger();
        try (UserExecutor executor = new UserExecutor(1, CAPACITY, TestParts.part(PartName.WORK))) {
            List<Thread> givers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                boolean performs = i > 0;
                Thread giver = new Thread(() -> {
                    for (int j = 0; j < each; j++) {
                        if (!(performs ? executor.perform("a", () -> count[0]++) : executor.execute("a", () -> count[0]++))) {
                            refused.incrementAndGet();
                        }
                    }
                });
                givers.add(giver);
                giver.start();
            }
            for (Thread giver : givers) {
                giver.join();
            }
        }
        assertEquals(threads * each, count[0] + refused.get());
        assertTrue(count[0] > 0);
    }

    @Test
    void theEndWaitsForAGiverAndAfterItNothingIsDone() throws Exception {
        UserExecutor executor = new UserExecutor(1, CAPACITY, TestParts.part(PartName.WORK));
        CountDownLatch began = new CountDownLatch(1);
        Thread giver = new Thread(() -> executor.perform("a", () -> {
            began.countDown();
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            done.add(1);
        }));
        giver.start();
        assertTrue(began.await(10, TimeUnit.SECONDS));
        Thread end = new Thread(executor::close);
        end.start();
        while (end.isAlive() && end.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), done);
        busy.countDown();
        end.join();
        assertEquals(List.of(1), done);
        giver.join();
        assertFalse(executor.perform("a", () -> done.add(2)));
        assertFalse(executor.execute("a", () -> done.add(2)));
        assertEquals(List.of(1), done);
    }

    @Test
    void theLaneIsIdleOnlyOnceItsWorkIsDone() throws Exception {
        try (UserExecutor executor = new UserExecutor(1, CAPACITY, TestParts.part(PartName.WORK))) {
            BlockingQueue<Boolean> said = new LinkedBlockingQueue<>();
            executor.execute("a", () -> said.add(executor.mayWait() && executor.isCurrent("anybody on this lane")));
            assertEquals(true, said.poll(10, TimeUnit.SECONDS));
            while (!executor.perform("a", () -> done.add(1))) {
                Thread.onSpinWait();
            }
            assertEquals(List.of(1), done);
        }
    }

    /** What the giver would wait for may wait for a lock that the giver holds. */
    @Test
    void theGiverNeverWaitsForTheLane() throws Exception {
        try (UserExecutor executor = new UserExecutor(1, CAPACITY, TestParts.part(PartName.WORK))) {
            Object lock = new Object();
            AtomicInteger performed = new AtomicInteger();
            Thread giver = new Thread(() -> {
                while (performed.get() < 2_000) {
                    synchronized (lock) {
                        executor.perform("a", performed::incrementAndGet);
                    }
                }
            });
            giver.setDaemon(true);
            giver.start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (giver.isAlive() && System.nanoTime() < end) {
                AtomicBoolean had = new AtomicBoolean();
                executor.execute("a", () -> {
                    synchronized (lock) {
                        had.set(true);
                    }
                });
                // Then the lane is idle for a moment.
                while (!had.get() && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
            giver.join(1_000);
            assertFalse(giver.isAlive());
        }
    }
}
