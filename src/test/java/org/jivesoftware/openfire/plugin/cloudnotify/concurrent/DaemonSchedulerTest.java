package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.api.Test;

/** The thread that does things later. */
class DaemonSchedulerTest {

    private static final long GRAIN = DaemonScheduler.GRAIN;
    private static final long YEARS = Long.MAX_VALUE / 2;

    /** The times of {@link System#nanoTime} may be negative. */
    @Property
    void whatIsDueWithinAGrainIsDueTogetherAndNeverTooEarly(
            @ForAll @LongRange(min = -YEARS, max = YEARS) long now, @ForAll @LongRange(min = 1, max = 100_000_000_000L) long delay) {
        long grained = DaemonScheduler.grained(now, delay);
        assertTrue(grained >= delay && grained < delay + GRAIN, () -> now + " + " + delay + " became " + grained);
        assertEquals(0, Math.floorMod(now + grained, GRAIN));
    }

    @Test
    void upkeepIsDoneSoonOnItsOwnThread() throws InterruptedException {
        try (var scheduler = new DaemonScheduler(Clock.systemUTC(), TestParts.part(PartName.WORK))) {
            AtomicReference<String> thread = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            scheduler.upkeep().execute(() -> {
                thread.set(Thread.currentThread().getName());
                done.countDown();
            });
            assertTrue(done.await(10, TimeUnit.SECONDS));
            assertEquals("cloudnotify-scheduler", thread.get());
        }
    }

    @Test
    void workThatFailsEndsNothing() throws InterruptedException {
        try (var scheduler = new DaemonScheduler(Clock.systemUTC(), TestParts.part(PartName.WORK))) {
            CountDownLatch done = new CountDownLatch(1);
            scheduler.upkeep().execute(() -> {
                throw new IllegalStateException("bad upkeep");
            });
            scheduler.after(Duration.ofMillis(500), done::countDown);
            assertTrue(done.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatIsGivenAfterTheEndHarmsNobody() {
        var scheduler = new DaemonScheduler(Clock.systemUTC(), TestParts.part(PartName.WORK));
        scheduler.close();
        Runnable never = () -> { };
        scheduler.upkeep().execute(never);
        scheduler.after(Duration.ofSeconds(1), never).cancel();
        scheduler.every(Duration.ofSeconds(1), never).cancel();
    }

    @Test
    void whatThrowsAnErrorRunsAgain() throws InterruptedException {
        try (var scheduler = new DaemonScheduler(Clock.systemUTC(), TestParts.part(PartName.WORK))) {
            CountDownLatch runs = new CountDownLatch(3);
            scheduler.every(Duration.ofMillis(5), () -> {
                runs.countDown();
                throw new NoClassDefFoundError("org/example/Gone");
            });
            assertTrue(runs.await(10, TimeUnit.SECONDS));
        }
    }
}
