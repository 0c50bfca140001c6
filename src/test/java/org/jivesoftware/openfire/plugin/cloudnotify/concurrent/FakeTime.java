package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that goes by when a test says so: a clock, and a timer whose work is done while time is advanced past it. Single-threaded. */
public final class FakeTime extends Clock implements Timer {

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::number));
    private Instant now;
    private long number;

    /** It is a day in 2026. */
    public FakeTime() {
        this(Instant.parse("2026-03-04T05:06:07.089Z"));
    }

    /** @param now what time it is */
    public FakeTime(Instant now) {
        this.now = now;
    }

    @Override
    public void after(Duration delay, Runnable work) {
        entries.add(new Entry(now.plus(delay), number++, work));
    }

    /** @param time how much goes by; what is due meanwhile is done at its time */
    public void advance(Duration time) {
        Instant end = now.plus(time);
        while (!entries.isEmpty() && !entries.peek().at().isAfter(end)) {
            Entry next = entries.poll();
            now = next.at();
            next.work().run();
        }
        now = end;
    }

    /** @return how many pieces of work wait */
    public int scheduled() {
        return entries.size();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    private record Entry(Instant at, long number, Runnable work) {
    }
}
