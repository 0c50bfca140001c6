package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * What a user's sessions know of a stanza that is seen somewhere: which journey it is on, and who got it. On the user's lane, since the
 * sessions may have to be asked what waits in them.
 */
public final class Copies {

    private final TrackedSessions tracked;
    private final Tracking tracking;
    private final JourneyRegistry journeys;

    Copies(TrackedSessions tracked, Tracking tracking, JourneyRegistry journeys) {
        this.tracked = Objects.requireNonNull(tracked);
        this.tracking = Objects.requireNonNull(tracking);
        this.journeys = Objects.requireNonNull(journeys);
    }

    /**
     * Which journey a stanza belongs to: for one that the server routes again, the journey of the original; for one that it stores by a
     * thread of its own, that on which it was handed to a session which did not fetch it.
     *
     * @param username whose
     * @param seen the stanza on the journey on which it was seen
     * @return the stanza on its first journey
     */
    public Travelling first(String username, Travelling seen) {
        boolean storedLater = !seen.copy() && seen.known().origin() == Origin.STORED;
        if (seen.copy() || storedLater) {
            tracking.followAll(username);
        }
        Journey handed = storedLater ? handedOver(username, seen.stanza().fingerprint()) : null;
        return handed == null ? seen.on(journeys.resolve(seen.known(), seen.copy())) : seen.on(journeys.resolve(handed, true));
    }

    /** To the session that did not fetch it, or it waits in another one. */
    private @Nullable Journey handedOver(String username, Fingerprint look) {
        Journey journey = journeys.deliveries().take(username, look);
        for (TrackedSession session : tracked.of(username)) {
            journey = journey == null ? session.backlog().journeyOf(look) : journey;
        }
        return journey;
    }

    /**
     * @param username whose
     * @param travelling a stanza on its first journey
     * @return tells the registrations that have a session which is connected and got it, so that it will acknowledge it or be found not to,
     *     or for which it waits in a session, too, while another one of theirs is connected and may get it in a moment
     */
    public Predicate<Registration> got(String username, Travelling travelling) {
        List<Binding> present = new ArrayList<>(0);
        List<Binding> connected = new ArrayList<>(0);
        List<Binding> waiting = new ArrayList<>(0);
        for (TrackedSession session : tracked.of(username)) {
            String id = session.stream().id();
            boolean there = session.inUse() && !tracking.hasEnded(id);
            if (there) {
                present.add(session.binding());
            } else if (session.stream().storesToo()) {
                waiting.add(session.binding());
            }
            if (there && (session.backlog().waitsFor(travelling) || journeys.deliveries().got(username, id, travelling))) {
                connected.add(session.binding());
            }
        }
        return registration -> any(connected, registration) || any(waiting, registration) && any(present, registration);
    }

    private static boolean any(List<Binding> sessions, Registration registration) {
        return !sessions.isEmpty() && sessions.stream().anyMatch(session -> session.test(registration));
    }
}
