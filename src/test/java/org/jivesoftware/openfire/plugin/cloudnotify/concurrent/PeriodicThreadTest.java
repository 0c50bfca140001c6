package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.api.Test;

class PeriodicThreadTest {

    private final Part part = TestParts.part(PartName.SESSIONS);

    @Test
    void whatThrowsAnErrorIsDoneAgain() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        try (PeriodicThread ticker = new PeriodicThread("test", Duration.ofMillis(1), part, () -> {
            runs.countDown();
            throw new OutOfMemoryError("injected");
        })) {
            assertTrue(runs.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatLacksSomethingIsDoneNoMore() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch later = new CountDownLatch(10);
        try (PeriodicThread ticker = new PeriodicThread("test", Duration.ofMillis(1), part, () -> {
            runs.incrementAndGet();
            throw new NoSuchMethodError("gone");
        }); PeriodicThread other = new PeriodicThread("other", Duration.ofMillis(2), TestParts.part(PartName.WORK), () -> {
            if (part.isOff()) {
                later.countDown();
            }
        })) {
            assertTrue(later.await(10, TimeUnit.SECONDS));
        }
        assertEquals(1, runs.get());
    }
}
