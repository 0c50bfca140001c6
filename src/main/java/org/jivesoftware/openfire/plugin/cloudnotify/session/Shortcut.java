package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.StanzaLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.xmpp.packet.JID;

/**
 * Has what a stanza causes done by the thread that routes it, where that waits for nothing (spec §8): it makes up most of a push's cost
 * to wake a thread, and most of its delay until one of a busy server's processors gets round to it. Everywhere else a lane's own thread
 * does it. Conditions:
 * <ul>
 * <li>the lane is idle, so that nothing is overtaken;</li>
 * <li>all that is needed to know of the user is in memory, so that no database is asked;</li>
 * <li>each of the user's services takes a publish without delay, and no other plugin has to be asked for its opinion;</li>
 * <li>the thread routes this one stanza only, and for the first time. What is routed again is routed under the lock of a session that
 * ends, and for what may be a copy all of the user's sessions are asked, under a lock of each.</li>
 * </ul>
 * Thread-safe.
 */
public final class Shortcut implements StanzaLanes {

    private final Registrations registrations;
    private final Lanes lanes;
    private final LongPredicate alone;
    private final Predicate<JID> nearby;
    private final Predicate<String> ready;

    /**
     * @param registrations knows what is in memory; not null
     * @param lanes where the work is done; not null
     * @param alone tells whether the calling thread does nothing but route the stanza with that number for the first time; not null
     * @param nearby tells whether handing a stanza for that address to the server waits for nobody; not null
     * @param ready tells whether nothing else would have to be waited for at a push to that user; not null
     */
    public Shortcut(Registrations registrations, Lanes lanes, LongPredicate alone, Predicate<JID> nearby, Predicate<String> ready) {
        this.registrations = Objects.requireNonNull(registrations);
        this.lanes = Objects.requireNonNull(lanes);
        this.alone = Objects.requireNonNull(alone);
        this.nearby = Objects.requireNonNull(nearby);
        this.ready = Objects.requireNonNull(ready);
    }

    @Override
    public boolean execute(String username, long arrival, Runnable work) {
        return alone.test(arrival) && ready.test(username) && performed(username, work) || lanes.execute(username, work);
    }

    private boolean performed(String username, Runnable work) {
        boolean[] done = new boolean[1];
        lanes.perform(username, () -> {
            // Looked up here, since what was done on the lane a moment ago may have changed it.
            List<Registration> known = registrations.known(username);
            if (known != null && nearby(known)) {
                done[0] = true;
                registrations.keeping(username, known, work);
            }
        });
        return done[0];
    }

    private boolean nearby(List<Registration> known) {
        for (Registration registration : known) {
            if (!nearby.test(registration.key().service())) {
                return false;
            }
        }
        return true;
    }
}
