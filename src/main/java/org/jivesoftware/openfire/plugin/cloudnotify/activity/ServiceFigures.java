package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jspecify.annotations.Nullable;

/**
 * What is counted for each push service: pushes and errors of the last hour, by the minute. Errors are all answers other than a result,
 * and answers that did not come. Bounded: {@value #MOST} services; of more, those that nothing was counted for in the last hour give way,
 * and where there are none, the others are not counted. Thread-safe; one lock for each service, held for a moment.
 */
public final class ServiceFigures implements Journal {

    /** How many services are counted; each takes some 1 KB, and 3 more where it answers. */
    static final int MOST = 5_000;
    private static final int MINUTES = 60;
    /** Answer times are forgotten by so many minutes at once. */
    private static final int PART = 20;

    /**
     * The last hour of one service.
     *
     * @param pushes published to it
     * @param errors its answers that were errors, and those that did not come
     * @param median the answer time that half of the answers stayed below, or null where there were none
     * @param slow the answer time that 99 of 100 answers stayed below, or null where there were none
     */
    public record Hour(int pushes, int errors, @Nullable Duration median, @Nullable Duration slow) {

        /** Nothing happened. */
        public static final Hour NOTHING = new Hour(0, 0, null, null);
    }

    private final Clock clock;
    private final Map<PushService, Ring> services = new ConcurrentHashMap<>();

    private static final class Ring {

        private final int[] pushes = new int[MINUTES];
        private final int[] errors = new int[MINUTES];
        private final @Nullable LatencyHistogram[] answers = new LatencyHistogram[MINUTES / PART];
        private long last;

        Ring(long minute) {
            last = minute;
        }

        synchronized void count(long minute, boolean error) {
            move(minute);
            (error ? errors : pushes)[place(last)]++;
        }

        synchronized void answered(long minute, Duration latency) {
            move(minute);
            int part = place(last) / PART;
            LatencyHistogram histogram = answers[part];
            if (histogram == null) {
                histogram = new LatencyHistogram();
                answers[part] = histogram;
            }
            histogram.record(latency);
        }

        /** Empties the minutes since the last one; a clock that was set back counts into the later minute. */
        private void move(long minute) {
            for (long next = Math.max(last + 1, minute - MINUTES + 1); next <= minute; next++) {
                pushes[place(next)] = 0;
                errors[place(next)] = 0;
                if (place(next) % PART == 0) {
                    answers[place(next) / PART] = null;
                }
            }
            last = Math.max(last, minute);
        }

        private static int place(long minute) {
            return (int) Math.floorMod(minute, (long) MINUTES);
        }

        synchronized Hour hour(long minute) {
            move(minute);
            int allPushes = 0;
            int allErrors = 0;
            for (int i = 0; i < MINUTES; i++) {
                allPushes += pushes[i];
                allErrors += errors[i];
            }
            long[] times = LatencyHistogram.newSum();
            for (LatencyHistogram histogram : answers) {
                if (histogram != null) {
                    histogram.addTo(times);
                }
            }
            return new Hour(allPushes, allErrors, LatencyHistogram.quantile(times, 0.5), LatencyHistogram.quantile(times, 0.99));
        }
    }

    /** @param clock tells which minute it is */
    public ServiceFigures(Clock clock) {
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public void decided(Decision decision) {
        if (decision.outcome() == Outcome.PUSHED && decision.key() != null) {
            count(decision.key().destination().service(), false);
        }
    }

    @Override
    public void answered(Answer answer) {
        long minute = minute();
        Ring ring = ring(answer.key().destination().service(), minute);
        if (ring == null) {
            return;
        }
        if (!answer.condition().equals(Answer.RESULT)) {
            ring.count(minute, true);
        }
        if (!answer.condition().equals(Answer.TIMEOUT)) {
            ring.answered(minute, answer.latency());
        }
    }

    private void count(PushService service, boolean error) {
        long minute = minute();
        Ring ring = ring(service, minute);
        if (ring != null) {
            ring.count(minute, error);
        }
    }

    /** @return null where there are too many */
    private @Nullable Ring ring(PushService service, long minute) {
        Ring ring = services.get(service);
        if (ring != null) {
            return ring;
        }
        if (services.size() >= MOST) {
            services.values().removeIf(each -> each.hour(minute).equals(Hour.NOTHING));
        }
        return services.size() >= MOST ? null : services.computeIfAbsent(service, missing -> new Ring(minute));
    }

    /**
     * @param service which
     * @return its last hour
     */
    public Hour lastHour(PushService service) {
        Ring ring = services.get(service);
        return ring == null ? Hour.NOTHING : ring.hour(minute());
    }

    private long minute() {
        return Math.floorDiv(clock.millis(), 60_000L);
    }
}
