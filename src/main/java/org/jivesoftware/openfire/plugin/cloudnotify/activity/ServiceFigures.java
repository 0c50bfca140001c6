package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;

/**
 * What is counted for each push service: pushes and errors of the last hour, by the minute. Errors are all answers other than a result,
 * and answers that did not come. Bounded: {@value #MOST} services; of more, those that nothing was counted for in the last hour give way,
 * and where there are none, the others are not counted. Thread-safe; one lock for each service, held for a moment.
 */
public final class ServiceFigures implements Journal {

    /** How many services are counted; each takes some 1 KB. */
    static final int MOST = 5_000;
    private static final int MINUTES = 60;

    /**
     * The last hour of one service.
     *
     * @param pushes published to it
     * @param errors its answers that were errors, and those that did not come
     */
    public record Hour(int pushes, int errors) {

        /** Nothing happened. */
        public static final Hour NOTHING = new Hour(0, 0);
    }

    private final Clock clock;
    private final Map<PushService, Ring> services = new ConcurrentHashMap<>();

    private static final class Ring {

        private final int[] pushes = new int[MINUTES];
        private final int[] errors = new int[MINUTES];
        private long last;

        Ring(long minute) {
            last = minute;
        }

        synchronized void count(long minute, boolean error) {
            move(minute);
            (error ? errors : pushes)[place(last)]++;
        }

        /** Empties the minutes since the last one; a clock that was set back counts into the later minute. */
        private void move(long minute) {
            for (long next = Math.max(last + 1, minute - MINUTES + 1); next <= minute; next++) {
                pushes[place(next)] = 0;
                errors[place(next)] = 0;
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
            return new Hour(allPushes, allErrors);
        }
    }

    /** @param clock tells which minute it is; not null */
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
        if (!answer.condition().equals(Answer.RESULT)) {
            count(answer.key().destination().service(), true);
        }
    }

    private void count(PushService service, boolean error) {
        long minute = minute();
        Ring ring = services.get(service);
        if (ring == null) {
            if (services.size() >= MOST) {
                services.values().removeIf(each -> each.hour(minute).equals(Hour.NOTHING));
            }
            if (services.size() >= MOST) {
                return;
            }
            ring = services.computeIfAbsent(service, missing -> new Ring(minute));
        }
        ring.count(minute, error);
    }

    /**
     * @param service which; not null
     * @return its last hour; never null
     */
    public Hour lastHour(PushService service) {
        Ring ring = services.get(service);
        return ring == null ? Hour.NOTHING : ring.hour(minute());
    }

    private long minute() {
        return Math.floorDiv(clock.millis(), 60_000L);
    }
}
