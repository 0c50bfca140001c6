package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/** Another plugin or an administrator wants a user's devices to be woken (spec §2 "Ping"). Thread-safe. */
public final class PingTrigger {

    private final Consumer<Occasion> notifier;

    /**
     * @param notifier takes the occasions; not null
     */
    public PingTrigger(Consumer<Occasion> notifier) {
        this.notifier = Objects.requireNonNull(notifier);
    }

    /**
     * Wakes all devices of a user.
     *
     * @param username whose, node-prepped; not null
     */
    public void ping(String username) {
        notifier.accept(new Occasion(Trigger.PING, username, null, 0, null, Occasion.ALL));
    }

    /**
     * Wakes some devices of a user.
     *
     * @param username whose, node-prepped; not null
     * @param devices which of the user's registrations; not null. Those that are no more are left out.
     */
    public void ping(String username, Set<RegistrationKey> devices) {
        Set<RegistrationKey> wanted = Set.copyOf(devices);
        notifier.accept(new Occasion(Trigger.PING, username, null, 0, null, registration -> wanted.contains(registration.key())));
    }
}
