package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UserExecutorTest extends UserExecutorRoom {

    @Test
    void aFullLaneRefusesAtOnceAndKeepsItsOrder() throws Exception {
        try (UserExecutor executor = new UserExecutor(2, CAPACITY, TestParts.part(PartName.WORK))) {
            block(executor);
            for (int i = 0; i < CAPACITY; i++) {
                int number = i;
                assertTrue(executor.execute("a", () -> done.add(number)));
            }
            // This would not return, would it wait.
            assertFalse(executor.execute("a", () -> done.add(-1)));
            assertEquals(CAPACITY, executor.waiting());
            busy.countDown();
        }
        assertEquals(List.of(0, 1, 2), done);
    }

    @Test
    void aFullLaneIsNoMatterToTheOthers() throws Exception {
        try (UserExecutor executor = new UserExecutor(2, CAPACITY, TestParts.part(PartName.WORK))) {
            block(executor);
            while (executor.execute("a", () -> { })) {
                continue;
            }
            CountDownLatch other = new CountDownLatch(1);
            // "a" and "b" have different lanes, as their hash codes are neighbours.
            assertTrue(executor.execute("b", other::countDown));
            assertTrue(other.await(10, TimeUnit.SECONDS));
            busy.countDown();
        }
    }

    @Test
    void whatFailsEndsNoLane() throws Exception {
        CountDownLatch after = new CountDownLatch(1);
        try (UserExecutor executor = new UserExecutor(1, CAPACITY, TestParts.part(PartName.WORK))) {
            assertTrue(executor.perform("a", UserExecutorTest::fail), "it was done");
            executor.execute("a", UserExecutorTest::fail);
            executor.execute("a", after::countDown);
            assertTrue(after.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aLaneKnowsItsOwnThreadAlsoAfterThatWasReplaced() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> { });
        try (UserExecutor executor = new UserExecutor(2, CAPACITY, TestParts.part(PartName.WORK))) {
            for (int i = 0; i < 2; i++) {
                BlockingQueue<Boolean> said = new LinkedBlockingQueue<>();
                executor.execute("a", () -> {
                    said.add(executor.isCurrent("a"));
                    said.add(executor.isCurrent("b"));
                    throw new AssertionError("as a test");
                });
                assertEquals(true, said.poll(10, TimeUnit.SECONDS));
                assertEquals(false, said.poll(10, TimeUnit.SECONDS));
            }
            assertFalse(executor.isCurrent("a"));
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void anErrorEndsNeitherALaneNorWhoPerforms() throws Exception {
        try (UserExecutor executor = new UserExecutor(1, CAPACITY, TestParts.part(PartName.WORK))) {
            for (Error error : List.of(new NoSuchMethodError("gone"), new OutOfMemoryError("injected"), new AssertionError("wrong"))) {
                assertTrue(executor.execute("a", () -> {
                    throw error;
                }));
                CountDownLatch after = new CountDownLatch(1);
                assertTrue(executor.execute("a", after::countDown));
                assertTrue(after.await(10, TimeUnit.SECONDS));
            }
            while (!executor.perform("a", () -> {
                throw new StackOverflowError("injected");
            })) {
                // The lane is about to be idle.
                Thread.onSpinWait();
            }
            assertTrue(executor.perform("a", () -> done.add(1)));
        }
        assertEquals(List.of(1), done);
    }
}
