package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class FiguresTest {

    private static final RegistrationKey KEY = new RegistrationKey("alice", new JID("push.example.org"), "n");

    private static final class Hand extends Clock {
        private volatile Instant now = Instant.parse("2026-11-23T12:00:30Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final Hand clock = new Hand();
    private final Figures figures = new Figures(clock);

    private void push() {
        figures.decided(new Decision(clock.now, "alice", KEY, Trigger.OFFLINE, Outcome.PUSHED, "p", null, null));
    }

    private void answer(String condition, long millis) {
        figures.answered(new Answer(clock.now, "p", KEY, condition, Duration.ofMillis(millis)));
    }

    @Test
    void countsForTheHourAndSinceTheStart() {
        push();
        figures.decided(new Decision(clock.now, "alice", KEY, Trigger.OFFLINE, Outcome.MERGED, null, null, null));
        answer("item-not-found", 10);
        clock.now = clock.now.plus(Duration.ofMinutes(59));
        push();
        Figures.Snapshot both = figures.snapshot();
        assertEquals(2, both.pushes());
        assertEquals(Figures.MINUTES, both.lastHour().size());
        assertEquals(new Figures.Minute(Instant.parse("2026-11-23T12:00:00Z"), 1, 1), both.lastHour().get(0));
        assertEquals(new Figures.Minute(Instant.parse("2026-11-23T12:59:00Z"), 1, 0), both.lastHour().get(59));
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        push();
        Figures.Snapshot later = figures.snapshot();
        assertEquals(3, later.pushes());
        assertEquals(1, later.errors());
        assertEquals(2, later.lastHour().stream().mapToLong(Figures.Minute::pushes).sum());
        assertNull(later.median());
        clock.now = clock.now.plus(Duration.ofDays(1));
        assertEquals(0, figures.snapshot().lastHour().stream().mapToLong(Figures.Minute::pushes).sum());
    }

    @Test
    void knowsTheMedianAndTheSlowOnesToWithinATenth() {
        for (int i = 1; i <= 1000; i++) {
            answer(Answer.RESULT, i);
        }
        answer(Answer.TIMEOUT, 60_000);
        Figures.Snapshot snapshot = figures.snapshot();
        assertEquals(500, snapshot.median().toMillis(), 50);
        assertEquals(990, snapshot.slow().toMillis(), 99);
        assertEquals(1, snapshot.errors());
    }

    @Test
    void takesAnyTime() {
        answer(Answer.RESULT, 0);
        assertTrue(figures.snapshot().median().toMillis() <= 1);
        answer(Answer.RESULT, -5);
        answer(Answer.RESULT, Long.MAX_VALUE / 1_000_000);
        answer(Answer.RESULT, Long.MAX_VALUE / 1_000_000);
        assertTrue(figures.snapshot().slow().toHours() >= 1);
    }

    @Test
    void losesNothingWhenManyCountAtOnce() throws Exception {
        int threads = 4;
        int each = 20_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        for (int t = 0; t < threads; t++) {
            pool.submit(() -> {
                start.await();
                for (int i = 0; i < each; i++) {
                    push();
                }
                return null;
            });
        }
        start.countDown();
        pool.shutdown();
        assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
        assertEquals(threads * each, figures.snapshot().pushes());
        assertEquals(threads * each, figures.snapshot().lastHour().stream().mapToLong(Figures.Minute::pushes).sum());
    }
}
