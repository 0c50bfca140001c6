package org.jivesoftware.openfire.plugin.cloudnotify.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;

/** A scheduler whose time passes when the test says so, on the test's own thread. The wall clock can be made to jump. */
public final class FakeScheduler implements Scheduler {

    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long nanos = 1_000_000_000L;
    private Duration wall = Duration.ofSeconds(Instant.parse("2026-11-23T10:00:00Z").getEpochSecond());
    private long count;

    private record Due(long at, long number, Runnable work, long period) {
    }

    /** Lets time pass; does what becomes due, each at its own time. */
    public void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (true) {
            Due next;
            synchronized (this) {
                next = queue.peek();
                if (next == null || next.at() > end) {
                    break;
                }
                queue.poll();
                wall = wall.plusNanos(next.at() - nanos);
                nanos = next.at();
                if (next.period() > 0) {
                    queue.add(new Due(next.at() + next.period(), count++, next.work(), next.period()));
                }
            }
            next.work().run();
        }
        synchronized (this) {
            wall = wall.plusNanos(end - nanos);
            nanos = end;
        }
    }

    /** Sets the wall clock forward or back, as an administrator or a time server does. */
    public synchronized void jump(Duration by) {
        wall = wall.plus(by);
    }

    /** How many pieces of work wait, periodic ones too. */
    public synchronized int waiting() {
        return queue.size();
    }

    @Override
    public Clock clock() {
        return new Clock() {
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
                synchronized (FakeScheduler.this) {
                    return Instant.EPOCH.plus(wall);
                }
            }
        };
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Task after(Duration delay, Runnable work) {
        return add(new Due(nanos + delay.toNanos(), count++, work, 0));
    }

    @Override
    public synchronized Task every(Duration period, Runnable work) {
        return add(new Due(nanos + period.toNanos(), count++, work, period.toNanos()));
    }

    private Task add(Due due) {
        queue.add(due);
        return () -> {
            synchronized (this) {
                queue.removeIf(each -> each.work() == due.work());
            }
        };
    }
}
