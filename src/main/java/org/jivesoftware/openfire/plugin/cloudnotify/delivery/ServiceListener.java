package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;

/** Is told what cluster nodes find out about push services. On any thread; must not block. */
public interface ServiceListener {

    /**
     * Nothing is published to a service for a while, since it does not work.
     *
     * @param service which
     * @param where at which node
     */
    void fails(PushService service, Where where);

    /**
     * A service has accepted a push or connected, of which this node, or another one, had thought that it does not work.
     *
     * @param service which
     * @param where at which node
     */
    void works(PushService service, Where where);

    /**
     * Another node was met, one that is new or that was cut off: what did not work so far may by now, by way of it. Whoever is connected
     * to that node does not connect anew.
     */
    default void met() {
    }

    /**
     * An error came that answers a message which the node where it came did not send, or does not wait for any more.
     *
     * @param error the error
     * @param where at which node
     */
    default void unclaimed(ErrorOfRelay error, Where where) {
    }
}
