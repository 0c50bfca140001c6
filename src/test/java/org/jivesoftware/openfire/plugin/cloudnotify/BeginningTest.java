package org.jivesoftware.openfire.plugin.cloudnotify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A start that fails is undone, and done again where that may help. */
class BeginningTest {

    private static final String STARTED = "started";
    private static final String UNDONE = "undone";

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<String> events = new CopyOnWriteArrayList<>();

    private void begin(int failing, Throwable problem) {
        beginning(failing, problem).here();
    }

    private Beginning beginning(int failing, Throwable problem) {
        return new Beginning(step -> {
            events.add(STARTED);
            if (Collections.frequency(events, STARTED) <= failing) {
                BeginningTest.<RuntimeException>fail(problem);
            }
        }, () -> events.add(UNDONE), LONG, Duration.ZERO, LONG);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void fail(Throwable problem) throws T {
        throw (T) problem;
    }

    @Test
    void whatFailsOnceIsDoneAgain() {
        begin(1, new IllegalStateException("The cluster is not ready"));
        assertEquals(List.of(STARTED, UNDONE, STARTED), events);
    }

    @Test
    void whatWorksIsDoneOnce() {
        begin(0, new IllegalStateException());
        assertEquals(List.of(STARTED), events);
    }

    @Test
    void whatGoesOnFailingIsToldAndLeavesNothing() {
        IllegalStateException problem = new IllegalStateException("The cluster is not ready");
        assertSame(problem, assertThrows(IllegalStateException.class, () -> begin(Beginning.ATTEMPTS, problem)));
        assertEquals(List.of(STARTED, UNDONE, STARTED, UNDONE, STARTED, UNDONE), events);
    }

    @Test
    void whatIsNoUseToRepeatIsToldAtOnce() {
        LinkageError problem = new LinkageError("no such class");
        assertSame(problem, assertThrows(LinkageError.class, () -> begin(1, problem)));
        assertEquals(List.of(STARTED, UNDONE), events);
    }

    @Test
    void theEndUndoesIt() {
        Beginning beginning = beginning(0, new IllegalStateException());
        beginning.here();
        beginning.end();
        assertEquals(List.of(STARTED, UNDONE), events);
    }

    @Test
    void whatFailsAsideWithinAMomentIsTold() {
        Beginning beginning = beginning(Beginning.ATTEMPTS, new IllegalStateException("The cluster is not ready"));
        assertThrows(IllegalStateException.class, beginning::aside);
        assertEquals(List.of(STARTED, UNDONE, STARTED, UNDONE, STARTED, UNDONE), events);
        beginning(1, new IllegalStateException()).aside();
        assertEquals(STARTED, events.get(events.size() - 1));
    }

    /** As Openfire does, whose lock is wanted by those who answer. */
    @Test
    void whoHoldsALockThatTheStartNeedsIsNotWaitedForByIt() throws Exception {
        Object lock = new Object();
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        Beginning beginning = new Beginning(step -> {
            synchronized (lock) {
                done.add(STARTED);
            }
        }, () -> done.add(UNDONE), SHORT, LONG, LONG);
        synchronized (lock) {
            beginning.aside();
            assertEquals(List.of(), List.copyOf(done));
        }
        assertEquals(STARTED, done.poll(LONG.toSeconds(), TimeUnit.SECONDS));
        beginning.end();
        assertEquals(UNDONE, done.poll());
    }

    /** Neither stays what was started meanwhile, nor is it tried again. */
    @Test
    void whatIsEndedWhileItStartsIsUndone() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        Beginning beginning = new Beginning(step -> {
            try {
                done.add(STARTED);
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException("The cluster is not ready");
        }, () -> done.add(UNDONE), SHORT, LONG, LONG);
        beginning.aside();
        assertEquals(STARTED, done.poll(LONG.toSeconds(), TimeUnit.SECONDS));
        Thread end = new Thread(beginning::end);
        end.start();
        go.countDown();
        end.join();
        // Once by the attempt, once by the end.
        assertEquals(List.of(UNDONE, UNDONE), List.copyOf(done));
    }

    /** As another plugin may have left the thread that ends all of them. */
    @Test
    void whoIsInterruptedEndsItAllTheSame() {
        Beginning beginning = beginning(0, new IllegalStateException());
        beginning.here();
        Thread.currentThread().interrupt();
        beginning.end();
        assertTrue(Thread.interrupted(), "and still is interrupted");
        assertEquals(List.of(STARTED, UNDONE), events);
    }

    @Test
    void whoIsInterruptedBeforeTheNextAttemptIsToldThatItDoesNotRun() {
        Beginning beginning = beginning(1, new IllegalStateException("The cluster is not ready"));
        Thread.currentThread().interrupt();
        assertThrows(IllegalStateException.class, beginning::here);
        assertTrue(Thread.interrupted());
        assertEquals(List.of(STARTED, UNDONE), events);
    }

    /** Else it would be undone when another version of the plugin is there already. */
    @Test
    void aStartThatHangsIsInterruptedByTheEndAndGoesNoFurther() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch undone = new CountDownLatch(1);
        Beginning beginning = new Beginning(step -> {
            events.add(STARTED);
            hanging.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                events.add("interrupted");
            }
            step.run();
            events.add("went on");
        }, () -> {
            events.add(UNDONE);
            undone.countDown();
        }, SHORT, LONG, SHORT);
        beginning.aside();
        assertTrue(hanging.await(LONG.toSeconds(), TimeUnit.SECONDS));
        beginning.end();
        assertTrue(undone.await(LONG.toSeconds(), TimeUnit.SECONDS));
        // Once by the attempt, and perhaps once by the end, where it still waits for it then.
        assertEquals(List.of(STARTED, "interrupted", UNDONE), events.subList(0, 3));
        assertEquals(0, Collections.frequency(events, "went on"));
    }
}
