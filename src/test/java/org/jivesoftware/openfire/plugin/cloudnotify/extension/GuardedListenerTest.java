package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class GuardedListenerTest {

    /** A busy machine may need some of it for a call that does nothing. */
    private static final Duration LIMIT = Duration.ofMillis(700);

    private final AtomicLong time = new AtomicLong();
    private final GuardedListener<Runnable> guard = guard(() -> { }, 5);
    private final CountDownLatch release = new CountDownLatch(1);

    private GuardedListener<Runnable> guard(Runnable listener, int waiting) {
        return new GuardedListener<>(listener, getClass().getClassLoader(), LIMIT, waiting, time::get);
    }

    @AfterEach
    void close() {
        release.countDown();
        guard.close();
    }

    private void hang() {
        boolean done = false;
        while (!done) {
            try {
                done = release.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                // As code does that does not care.
            }
        }
    }

    /** Started later, it would remember whoever made this plugin push. */
    @Test
    void itsThreadIsThereFromTheBeginningToTheEnd() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        GuardedListener<Runnable> another = guard(() -> { }, 5);
        List<Thread> begun = Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread) && thread.getName().startsWith("cloudnotify-api-")).toList();
        assertEquals(1, begun.size());
        assertTrue(another.ask("event", each -> assertSame(begun.get(0), Thread.currentThread())));
        another.close();
        while (begun.get(0).isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void callsOnOneThreadOfItsOwn() {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        assertTrue(guard.ask("event", each -> threads.add(Thread.currentThread())));
        assertTrue(guard.ask("event", each -> threads.add(Thread.currentThread())));
        assertNotSame(Thread.currentThread(), threads.get(0));
        assertSame(threads.get(0), threads.get(1));
        assertTrue(threads.get(0).isDaemon());
        assertSame(getClass().getClassLoader(), threads.get(0).getContextClassLoader());
    }

    @Test
    void anExceptionIsItsOwnAndTheNextCallIsMade() {
        assertFalse(guard.ask("event", each -> {
            throw new IllegalStateException("mine");
        }));
        assertFalse(guard.ask("event", each -> {
            throw new StackOverflowError();
        }));
        assertTrue(guard.ask("event", Runnable::run));
    }

    @Test
    void oneThatHangsIsWaitedForOnce() throws InterruptedException {
        assertFalse(guard.ask("event", each -> hang()));
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            assertFalse(guard.ask("event", Runnable::run));
        }
        assertTrue(System.nanoTime() - start < LIMIT.multipliedBy(100).toNanos(), "Nobody waits while it hangs");
        release.countDown();
        awaitTrue(() -> guard.ask("event", Runnable::run));
    }

    @Test
    void oneThatReactsToInterruptionIsFreeAtOnce() throws InterruptedException {
        AtomicReference<Exception> seen = new AtomicReference<>();
        assertFalse(guard.ask("event", each -> {
            try {
                Thread.sleep(10_000);
            } catch (InterruptedException e) {
                seen.set(e);
            }
        }));
        awaitTrue(() -> guard.ask("event", each -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("The interruption was not for this call");
            }
        }));
        assertTrue(seen.get() instanceof InterruptedException);
    }

    @Test
    void atTheThirdTimeItIsLeftOutForAWhile() throws InterruptedException {
        for (int i = 0; i < GuardedListener.STRIKES; i++) {
            assertFalse(guard.ask("event", each -> sleep(LIMIT.toMillis() + 300)));
            awaitTrue(() -> !guard.isHanging());
        }
        assertFalse(guard.ask("event", Runnable::run));
        time.addAndGet(GuardedListener.WINDOW.toNanos() - 1);
        assertFalse(guard.ask("event", Runnable::run));
        time.addAndGet(1);
        awaitTrue(() -> guard.ask("event", Runnable::run));
    }

    @Test
    void strikesLongAgoDoNotCount() throws InterruptedException {
        for (int i = 0; i < GuardedListener.STRIKES + 2; i++) {
            assertFalse(guard.ask("event", each -> sleep(LIMIT.toMillis() + 300)));
            awaitTrue(() -> !guard.isHanging());
            time.addAndGet(GuardedListener.WINDOW.toNanos() / 2 + 1);
        }
        awaitTrue(() -> guard.ask("event", Runnable::run));
    }

    @Test
    void tellsInOrderAndDropsWhatIsTooMuch() throws InterruptedException {
        List<Integer> told = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch started = new CountDownLatch(1);
        guard.tell("event", each -> {
            started.countDown();
            hang();
        });
        assertTrue(started.await(5, TimeUnit.SECONDS));
        for (int i = 0; i < 100; i++) {
            int number = i;
            guard.tell("event", each -> told.add(number));
        }
        release.countDown();
        awaitTrue(() -> told.size() >= 5);
        assertEquals(List.of(0, 1, 2, 3, 4), told);
    }

    @Test
    void closedItCallsNoMore() {
        guard.close();
        assertFalse(guard.ask("event", Runnable::run));
        guard.tell("event", Runnable::run);
    }

    private static void sleep(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }
}
