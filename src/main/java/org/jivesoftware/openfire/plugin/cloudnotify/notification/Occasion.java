package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;

/**
 * Something that may have to be pushed: a trigger's word to the notification room. Immutable.
 *
 * @param trigger why
 * @param username whose devices are concerned
 * @param travelling the stanza that it is about, as the trigger saw it; null for a ping
 * @param audience which of the user's registrations are concerned; asked on a worker thread, or, where those
 *     are overloaded, on the thread that reports the occasion; must not block
 * @param got which of them are connected and got it all the same; as above
 * @param sentBy which of them sent it, where only the session tells; as above
 * @param pendingSubscriptions how many subscription requests wait for the user, where the trigger is SUBSCRIPTION, else 0
 * @param crowd whether it is one of several that came at once, so that what may merge is one push at the end of a merge window
 */
public record Occasion(Trigger trigger, String username, @Nullable Travelling travelling, Predicate<Registration> audience,
                       Predicate<Registration> got, Predicate<Registration> sentBy, int pendingSubscriptions,
                       boolean crowd) {

    /** Every registration of the user. */
    public static final Predicate<Registration> ALL = registration -> true;

    /** No registration. */
    public static final Predicate<Registration> NONE = registration -> false;

    /** Checks. */
    public Occasion {
        Objects.requireNonNull(trigger);
        Objects.requireNonNull(username);
        Objects.requireNonNull(audience);
        Objects.requireNonNull(got);
        Objects.requireNonNull(sentBy);
        if (pendingSubscriptions < 0) {
            throw new IllegalArgumentException("Not a number of subscription requests: " + pendingSubscriptions);
        }
    }

    /**
     * An occasion that is not about subscription requests.
     *
     * @param trigger as above
     * @param username as above
     * @param travelling as above
     * @param audience as above
     */
    public Occasion(Trigger trigger, String username, @Nullable Travelling travelling, Predicate<Registration> audience) {
        this(trigger, username, travelling, audience, 0);
    }

    /**
     * An occasion that nobody is known to have got.
     *
     * @param trigger as above
     * @param username as above
     * @param travelling as above
     * @param audience as above
     * @param pendingSubscriptions as above
     */
    public Occasion(Trigger trigger, String username, @Nullable Travelling travelling, Predicate<Registration> audience,
                    int pendingSubscriptions) {
        this(trigger, username, travelling, audience, NONE, NONE, pendingSubscriptions);
    }

    /**
     * An occasion that came alone.
     *
     * @param trigger as above
     * @param username as above
     * @param travelling as above
     * @param audience as above
     * @param got as above
     * @param sentBy as above
     * @param pendingSubscriptions as above
     */
    public Occasion(Trigger trigger, String username, @Nullable Travelling travelling, Predicate<Registration> audience,
                    Predicate<Registration> got, Predicate<Registration> sentBy, int pendingSubscriptions) {
        this(trigger, username, travelling, audience, got, sentBy, pendingSubscriptions, false);
    }

    /** @return the same for those only of the devices concerned that others accept, too */
    public Occasion onlyFor(Predicate<Registration> devices) {
        return new Occasion(trigger, username, travelling, audience.and(devices), got, sentBy, pendingSubscriptions, crowd);
    }

    /** @return the stanza that it is about, or null for a ping */
    public @Nullable Stanza stanza() {
        return travelling == null ? null : travelling.stanza();
    }
}
