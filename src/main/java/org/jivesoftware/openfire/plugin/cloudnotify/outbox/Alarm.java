package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Duration;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jspecify.annotations.Nullable;

/** The outbox' one clock: rings once, at the earliest of the times that were asked for. Thread-safe. */
final class Alarm {

    private final Scheduler scheduler;
    private final Runnable ring;
    private Scheduler.@Nullable Task task;
    private long at;

    /**
     * @param scheduler time
     * @param ring what to do then, on the scheduler's thread
     */
    Alarm(Scheduler scheduler, Runnable ring) {
        this.scheduler = Objects.requireNonNull(scheduler);
        this.ring = Objects.requireNonNull(ring);
    }

    /** @param delay in how many nanoseconds it is to ring at the latest */
    synchronized void in(long delay) {
        long wanted = scheduler.nanos() + delay;
        if (task != null && at - wanted <= 0) {
            return;
        }
        if (task != null) {
            task.cancel();
        }
        at = wanted;
        task = scheduler.after(Duration.ofNanos(delay), this::rings);
    }

    /** Does not ring any more until it is asked to. */
    synchronized void off() {
        if (task != null) {
            task.cancel();
            task = null;
        }
    }

    private void rings() {
        synchronized (this) {
            task = null;
        }
        ring.run();
    }
}
