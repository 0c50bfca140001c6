package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/** Is told by whoever tracks sessions that devices are in use. Thread-safe; nothing blocks. */
public interface DevicePresence {

    /**
     * The device of a registration is in use: it logged in, or resumed its session. What waits to be pushed to it is dropped, its count
     * of messages starts again, and it may be woken anew in its next absence.
     *
     * @param key which registration; not null
     */
    void online(RegistrationKey key);
}
