package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Clock;
import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;

/** The same time, but what delivery does again and again is not in the way of counting what waits. */
record WithoutUpkeep(Scheduler time) implements Scheduler {

    @Override
    public Clock clock() {
        return time.clock();
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public Task after(Duration delay, Runnable work) {
        return time.after(delay, work);
    }

    @Override
    public Task every(Duration period, Runnable work) {
        return () -> { };
    }
}
