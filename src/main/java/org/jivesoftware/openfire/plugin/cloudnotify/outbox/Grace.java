package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/**
 * For how long a push waits since its user is at another device, which shows the same (docs/behaviour.md §11, "Grace"). What is about calls
 * never does. Thread-safe; asked on the user's lane.
 */
public final class Grace {

    /** Nobody has any. */
    public static final Grace NONE = new Grace(registration -> null, username -> Duration.ZERO);

    private final Function<Registration, Duration> sinceUse;
    private final Function<String, Duration> ofUser;
    private final Function<Registration, Duration> ofApp;

    /**
     * One of which apps have no say.
     *
     * @param sinceUse as below
     * @param ofUser as below
     */
    public Grace(Function<Registration, Duration> sinceUse, Function<String, Duration> ofUser) {
        this(sinceUse, ofUser, registration -> Duration.ZERO);
    }

    /**
     * @param sinceUse tells how long ago the user was at another device than that of a registration, or null where at none
     * @param ofUser tells for how long after that pushes wait; asked only where there is another device, since it may ask the database; not
     *     null
     * @param ofApp tells the same of a registration's app, where it wants them to wait longer
     */
    public Grace(Function<Registration, Duration> sinceUse, Function<String, Duration> ofUser, Function<Registration, Duration> ofApp) {
        this.sinceUse = Objects.requireNonNull(sinceUse);
        this.ofUser = Objects.requireNonNull(ofUser);
        this.ofApp = Objects.requireNonNull(ofApp);
    }

    /** @return for how many nanoseconds it is still to wait; 0 where it may go */
    long left(Registration registration, Cause cause) {
        if (cause.call() || cause.trigger() == Trigger.CALL || cause.trigger() == Trigger.CALL_END) {
            return 0;
        }
        Duration since = sinceUse.apply(registration);
        if (since == null) {
            return 0;
        }
        long most = Math.max(ofUser.apply(registration.username()).toNanos(), ofApp.apply(registration).toNanos());
        return Math.max(0, most - since.toNanos());
    }
}
