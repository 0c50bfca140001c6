package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What is counted: pushes, errors and the services' answer times, since the start and for each minute of the last hour. Errors are all
 * answers other than a result, and answers that did not come. Thread-safe, without locks; the memory is constant.
 */
public final class Figures implements Journal {

    /** How many minutes the graph goes back. */
    public static final int MINUTES = 60;

    /**
     * One minute of the graph.
     *
     * @param start its beginning
     * @param pushes published in it
     * @param errors answers in it that were errors, or did not come
     */
    public record Minute(Instant start, long pushes, long errors) {
    }

    /**
     * All figures at one moment.
     *
     * @param pushes published since the plugin started
     * @param errors answers that were errors, or did not come, since the plugin started
     * @param lastHour the last {@link #MINUTES} minutes, the present one included, the oldest first
     * @param median the answer time of the last hour that half of the answers stayed below, or null where there were none
     * @param slow the answer time of the last hour that 99 of 100 answers stayed below, or null where there were none
     */
    public record Snapshot(long pushes, long errors, List<Minute> lastHour, @Nullable Duration median, @Nullable Duration slow) {

        /** Copies. */
        public Snapshot {
            lastHour = List.copyOf(lastHour);
        }
    }

    private record Slot(long minute, LongAdder pushes, LongAdder errors, LatencyHistogram answers) {
        Slot(long minute) {
            this(minute, new LongAdder(), new LongAdder(), new LatencyHistogram());
        }
    }

    private final Clock clock;
    private final LongAdder pushes = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final AtomicReferenceArray<Slot> ring = new AtomicReferenceArray<>(MINUTES);

    /**
     * @param clock tells which minute it is
     */
    public Figures(Clock clock) {
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public void decided(Decision decision) {
        if (decision.outcome() == Outcome.PUSHED) {
            pushes.increment();
            now().pushes().increment();
        }
    }

    @Override
    public void answered(Answer answer) {
        Slot slot = now();
        if (answer.condition().equals(Answer.RESULT)) {
            slot.answers().record(answer.latency());
            return;
        }
        errors.increment();
        slot.errors().increment();
        // An error is an answer and has its time; an answer that never came has none.
        if (!answer.condition().equals(Answer.TIMEOUT)) {
            slot.answers().record(answer.latency());
        }
    }

    /**
     * The same of some lines of the activity: what was pushed counts for the minute when it was, and so does its answer.
     *
     * @param lines which
     * @param now the time
     * @return their figures, of which there are none of the time before the oldest line
     */
    public static Snapshot of(List<ActivityLine> lines, Instant now) {
        long last = Math.floorDiv(now.toEpochMilli(), 60_000L);
        long[] minutePushes = new long[MINUTES];
        long[] minuteErrors = new long[MINUTES];
        long allPushes = 0;
        long allErrors = 0;
        LatencyHistogram times = new LatencyHistogram();
        for (ActivityLine line : lines) {
            int pushed = line.outcome() == Outcome.PUSHED ? 1 : 0;
            int failed = line.ending() == Ending.FAILED ? 1 : 0;
            allPushes += pushed;
            allErrors += failed;
            long minute = Math.floorDiv(line.time().toEpochMilli(), 60_000L) - last + MINUTES - 1;
            if (minute >= 0 && minute < MINUTES) {
                minutePushes[(int) minute] += pushed;
                minuteErrors[(int) minute] += failed;
                Duration latency = line.latency();
                if (latency != null && !Answer.TIMEOUT.equals(line.condition())) {
                    times.record(latency);
                }
            }
        }
        List<Minute> hour = new ArrayList<>(MINUTES);
        for (int i = 0; i < MINUTES; i++) {
            hour.add(new Minute(Instant.ofEpochSecond((last - MINUTES + 1 + i) * 60), minutePushes[i], minuteErrors[i]));
        }
        long[] answers = LatencyHistogram.newSum();
        times.addTo(answers);
        return new Snapshot(allPushes, allErrors, hour, LatencyHistogram.quantile(answers, 0.5), LatencyHistogram.quantile(answers, 0.99));
    }

    /** @return the figures now */
    public Snapshot snapshot() {
        long last = minute();
        long[] answers = LatencyHistogram.newSum();
        List<Minute> minutes = new ArrayList<>(MINUTES);
        for (long minute = last - MINUTES + 1; minute <= last; minute++) {
            Slot slot = ring.get((int) Math.floorMod(minute, (long) MINUTES));
            boolean used = slot != null && slot.minute() == minute;
            if (used) {
                slot.answers().addTo(answers);
            }
            minutes.add(new Minute(Instant.ofEpochSecond(minute * 60), used ? slot.pushes().sum() : 0, used ? slot.errors().sum() : 0));
        }
        return new Snapshot(pushes.sum(), errors.sum(), minutes, LatencyHistogram.quantile(answers, 0.5),
            LatencyHistogram.quantile(answers, 0.99));
    }

    private long minute() {
        return Math.floorDiv(clock.millis(), 60_000L);
    }

    private Slot now() {
        long minute = minute();
        int place = (int) Math.floorMod(minute, (long) MINUTES);
        while (true) {
            Slot slot = ring.get(place);
            // A clock that was set back counts into the later minute; that is as good as any.
            if (slot != null && slot.minute() >= minute) {
                return slot;
            }
            Slot fresh = new Slot(minute);
            if (ring.compareAndSet(place, slot, fresh)) {
                return fresh;
            }
        }
    }
}
