package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/** Another plugin or an administrator wants devices of a user to be woken (behaviour §2 "Ping"). Thread-safe. */
public final class PingTrigger {

    private final Consumer<Occasion> notifier;

    /**
     * @param notifier takes the occasions
     */
    public PingTrigger(Consumer<Occasion> notifier) {
        this.notifier = Objects.requireNonNull(notifier);
    }

    /**
     * @param username whose, node-prepped
     * @param devices which of the user's registrations
     */
    public void ping(String username, Predicate<Registration> devices) {
        notifier.accept(new Occasion(Trigger.PING, username, null, devices));
    }
}
