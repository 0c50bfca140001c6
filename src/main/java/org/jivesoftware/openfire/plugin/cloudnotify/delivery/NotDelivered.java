package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;

/** Hears, above delivery, of pushes that have to be sent again. */
public interface NotDelivered {

    /**
     * The service surely has not delivered a push. On the user's lane.
     *
     * @param push which
     * @param sent when it had been sent, in monotonic nanoseconds
     * @param later when to try again; zero where it is to go out when the service works again
     * @param attempts how often in a row this registration was refused so far; 0 where it was not the registration that was
     */
    void notDelivered(Push push, long sent, Duration later, int attempts);

    /**
     * A service that did not work does again. On any thread; quick.
     *
     * @param service which
     */
    void works(PushService service);
}
