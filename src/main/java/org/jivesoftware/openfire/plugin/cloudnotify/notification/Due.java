package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Undecided;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/**
 * An occasion on its way to be decided. Immutable.
 *
 * @param occasion what happened
 * @param time when
 * @param important how many important stanzas are behind it: more than 1 where it stands for several
 * @param waited whether it waited for the database already
 * @param returned the devices that were in use since then, so that they have it
 */
record Due(Occasion occasion, Instant time, int important, boolean waited, Predicate<Registration> returned) implements Undecided {

    private static final Predicate<Registration> NOBODY = registration -> false;

    Due {
        Objects.requireNonNull(occasion);
        Objects.requireNonNull(time);
        Objects.requireNonNull(returned);
    }

    static Due of(Occasion occasion, Instant time) {
        return new Due(occasion, time, occasion.stanza() != null && occasion.stanza().important() ? 1 : 0, false, NOBODY);
    }

    Due waiting() {
        return new Due(occasion, time, important, true, returned);
    }

    @Override
    public String username() {
        return occasion.username();
    }

    @Override
    public Due without(Predicate<Registration> devices) {
        // A device that comes and goes while this waits is told each time.
        return new Due(occasion, time, important, waited, returned == NOBODY ? devices : either(returned, devices));
    }

    private static Predicate<Registration> either(Predicate<Registration> one, Predicate<Registration> other) {
        return one.equals(other) || one instanceof Either either && either.contains(other) ? one : new Either(one, other);
    }

    /** {@inheritDoc} Only who must be woken is kept, and how many important stanzas there were. */
    @Override
    public Due and(Undecided later) {
        Due next = (Due) later;
        Trigger trigger = rank(next.occasion.trigger()) >= rank(occasion.trigger()) ? next.occasion.trigger() : occasion.trigger();
        int subscriptions = next.occasion.pendingSubscriptions() > 0 ? next.occasion.pendingSubscriptions()
            : occasion.pendingSubscriptions();
        return new Due(new Occasion(trigger, occasion.username(), null, Occasion.ALL, subscriptions), next.time,
            (int) Math.min((long) important + next.important, Integer.MAX_VALUE), false, NOBODY);
    }

    /** @return the same without the stanza, which there was no time to look at */
    Due unseen() {
        return new Due(new Occasion(occasion.trigger(), occasion.username(), null, Occasion.ALL, occasion.pendingSubscriptions()), time,
            important, false, NOBODY);
    }

    /** A call is what most needs to get out, and must not merge; a request wakes also where nothing important came. */
    private static int rank(Trigger trigger) {
        return trigger == Trigger.CALL ? 2 : trigger == Trigger.SUBSCRIPTION ? 1 : 0;
    }

    private record Either(Predicate<Registration> one, Predicate<Registration> other) implements Predicate<Registration> {

        @Override
        public boolean test(Registration registration) {
            return one.test(registration) || other.test(registration);
        }

        boolean contains(Predicate<Registration> device) {
            return other.equals(device) || one.equals(device) || one instanceof Either either && either.contains(device);
        }
    }
}
