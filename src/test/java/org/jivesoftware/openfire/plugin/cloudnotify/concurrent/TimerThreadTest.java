package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimerThreadTest {

    @Test
    void doesWhatIsDueAfterSomethingFailed() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (TimerThread timer = new TimerThread("test-timer")) {
            timer.after(Duration.ZERO, () -> {
                throw new IllegalStateException("expected in this test");
            });
            timer.after(Duration.ofMillis(1), done::countDown);
            assertTrue(done.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void leavesNoThreadBehind() {
        TimerThread timer = new TimerThread("test-timer-closed");
        timer.after(Duration.ofDays(1), () -> { });
        assertTrue(runs("test-timer-closed"));
        timer.close();
        assertFalse(runs("test-timer-closed"));
        timer.after(Duration.ZERO, () -> { });
        assertFalse(runs("test-timer-closed"));
    }

    private static boolean runs(String name) {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals(name));
    }
}
