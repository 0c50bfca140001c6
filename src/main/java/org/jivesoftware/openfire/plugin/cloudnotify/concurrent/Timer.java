package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import java.time.Duration;

/** Does things later. Thread-safe. */
public interface Timer {

    /**
     * @param delay how much later, zero or more
     * @param work what to do, on the timer's thread: quick, since all share it. What it throws is logged.
     */
    void after(Duration delay, Runnable work);
}
