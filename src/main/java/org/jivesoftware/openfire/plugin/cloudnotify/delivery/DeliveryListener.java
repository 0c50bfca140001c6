package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;

/**
 * Is told what became of pushes other than test pushes, on the lane of their user. Must be quick; one that throws is logged and changes nothing.
 */
public interface DeliveryListener {

    /** @param notification what was just handed to the server's routing, as it went out, merged or not; not null */
    default void pushed(Notification notification) {
    }

    /**
     * @param notification what was pushed; not null
     * @param answer what the service answered, or that it did not; not null
     */
    default void answered(Notification notification, Answer answer) {
    }
}
