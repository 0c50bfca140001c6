package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Composer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * A message came for somebody who is not there, and the server neither stored nor archives it: it bounces or drops such messages, or has
 * stored too many for that user. A woken device would find nothing, so nothing is pushed. The activity says so of each device, or nobody
 * would know why the phone did not ring.
 */
public final class NotStored {

    private final Predicate<String> stores;
    private final Registrations registrations;
    private final Predicate<Registration> wokenAnyway;
    private final SessionTracker sessions;
    private final Journal journal;
    private final Clock clock;

    /**
     * @param stores whether the server stores a message for that user, were nobody there; may wait only where the thread may
     * @param registrations tells who has devices
     * @param wokenAnyway tells of a registration whether it is woken for what is not stored, too
     * @param sessions the sessions of users with devices
     * @param journal is told
     * @param clock the time
     */
    public NotStored(Predicate<String> stores, Registrations registrations, Predicate<Registration> wokenAnyway, SessionTracker sessions,
                     Journal journal, Clock clock) {
        this.stores = Objects.requireNonNull(stores);
        this.registrations = Objects.requireNonNull(registrations);
        this.wokenAnyway = Objects.requireNonNull(wokenAnyway);
        this.sessions = Objects.requireNonNull(sessions);
        this.journal = Objects.requireNonNull(journal);
        this.clock = Objects.requireNonNull(clock);
    }

    /** @return whether that user has devices and seems to be at none of them; cheap, by what is in memory */
    boolean concerns(String username) {
        List<Registration> known = registrations.known(username);
        return known != null && !known.isEmpty() && !sessions.follows(username);
    }

    /**
     * A message was routed, was not stored, and is not archived. On the user's lane, or, where that is full, on the thread that routed it:
     * then nothing is waited for.
     *
     * @param username to whom
     * @param message the message
     */
    void routed(String username, Travelling message) {
        Stanza stanza = message.stanza();
        // What asks not to be stored would not be, whatever the server does.
        if (message.copy() || !stanza.reason() || !stanza.important() || stanza.groupchat() || stanza.noPermanentStore()
            || !concerns(username) || !sessions.sessions(username).isEmpty() || stores.test(username)) {
            return;
        }
        for (Registration device : Objects.requireNonNullElse(registrations.known(username), List.<Registration>of())) {
            if (!wokenAnyway.test(device)) {
                journal.decided(new Decision(clock.instant(), username, device.key(), Trigger.AWAY, Outcome.NOT_STORED, null,
                    Composer.shortened(stanza.sender()), null, stanza.fingerprint().low()));
            }
        }
    }
}
