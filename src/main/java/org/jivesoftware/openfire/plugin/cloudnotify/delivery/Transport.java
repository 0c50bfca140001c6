package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.function.Consumer;

/** A way by which pushes reach services. Thread-safe; no thread waits for a service. */
public interface Transport {

    /**
     * Sends a push.
     *
     * @param id names it: unguessable and never used before; not null
     * @param push what; not null
     * @param timeout how long an answer is waited for; not null
     * @param answer called once, on any thread, maybe before this returns, with what the service answered, in the small vocabulary of
     *     {@link Reply}, or with {@link Reply#TIMEOUT}; must be quick
     */
    void send(String id, Push push, Duration timeout, Consumer<Reply> answer);
}
