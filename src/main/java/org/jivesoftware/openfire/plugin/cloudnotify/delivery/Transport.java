package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Destination;

/** A way by which pushes reach services. Thread-safe; no thread waits for a service. */
public interface Transport {

    /**
     * @param destination where a push is to go
     * @return whether this is the way there
     */
    boolean takes(Destination destination);

    /**
     * @param destination one that this takes
     * @return whether a push is handed over there without waiting for anybody, so that a thread that routes stanzas may do it
     */
    boolean immediate(Destination destination);

    /**
     * Sends a push.
     *
     * @param id names it: unguessable and never used before
     * @param push what
     * @param timeout how long an answer is waited for
     * @param answer called once, on any thread, maybe before this returns, with what the service answered, in the small vocabulary of
     *     {@link Reply}, or with {@link Reply#TIMEOUT}; must be quick
     */
    void send(String id, Push push, Duration timeout, Consumer<Reply> answer);
}
