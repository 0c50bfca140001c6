package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * Something that may have to be pushed: a trigger's word to the notification room. Immutable.
 *
 * @param trigger why; not null
 * @param username whose devices are concerned; not null
 * @param stanza what it is about, or null for a ping
 * @param arrival a number that all occasions share that come from one and the same journey of one stanza through the server, whichever
 *     trigger saw it, and also where Openfire routes the stanza once more; positive, or 0 where the journey is not known. Two stanzas
 *     never share one, however equal they are, and a later journey has a larger one. Whether it is a traced one (see
 *     {@link org.jivesoftware.openfire.plugin.cloudnotify.stanza.JourneyNumber}) tells whether other numbers may be of the same stanza.
 * @param stamp the time that Openfire states in the delay of a later copy of this stanza (XEP-0203), to the millisecond; null where it is
 *     not known yet
 * @param audience which of the user's registrations are concerned; asked on a worker thread, or, where those
 *     are overloaded, on the thread that reports the occasion; must not block; not null
 * @param pendingSubscriptions how many subscription requests wait for the user, where the trigger is SUBSCRIPTION, else 0
 */
public record Occasion(Trigger trigger, String username, Stanza stanza, long arrival, Instant stamp, Predicate<Registration> audience,
                       int pendingSubscriptions) {

    /** Every registration of the user. */
    public static final Predicate<Registration> ALL = registration -> true;

    /** Checks. */
    public Occasion {
        Objects.requireNonNull(trigger);
        Objects.requireNonNull(username);
        Objects.requireNonNull(audience);
        if (pendingSubscriptions < 0) {
            throw new IllegalArgumentException("Not a number of subscription requests: " + pendingSubscriptions);
        }
    }

    /**
     * An occasion that is not about subscription requests.
     *
     * @param trigger as above
     * @param username as above
     * @param stanza as above
     * @param arrival as above
     * @param stamp as above
     * @param audience as above
     */
    public Occasion(Trigger trigger, String username, Stanza stanza, long arrival, Instant stamp, Predicate<Registration> audience) {
        this(trigger, username, stanza, arrival, stamp, audience, 0);
    }
}
