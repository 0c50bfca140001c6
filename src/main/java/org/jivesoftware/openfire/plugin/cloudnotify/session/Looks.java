package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.StanzaLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;

/** Has sessions looked at, each once at a time, on their users' lanes; what a full lane refuses is left to the next poll. Thread-safe. */
final class Looks {

    private final Lanes lanes;
    private final StanzaLanes stanzas;
    private final TrackedSessions tracked;
    private final Tracking tracking;

    Looks(Lanes lanes, StanzaLanes stanzas, TrackedSessions tracked, Tracking tracking) {
        this.lanes = Objects.requireNonNull(lanes);
        this.stanzas = Objects.requireNonNull(stanzas);
        this.tracked = Objects.requireNonNull(tracked);
        this.tracking = Objects.requireNonNull(tracking);
    }

    /** Has a session looked at soon, unless that is to happen anyway. */
    void schedule(TrackedSession session) {
        if (session.agenda().schedule() && !onLane(session)) {
            session.agenda().refused();
        }
    }

    private boolean onLane(TrackedSession session) {
        return lanes.execute(session.username(), () -> look(session));
    }

    /** Has a session looked at since a stanza went to it. */
    void schedule(TrackedSession session, Journey journey) {
        if (session.agenda().schedule() && !onItsWay(session, journey)) {
            session.agenda().refused();
        }
    }

    /** At once, if need be by the thread that routes the stanza, unless locks of other sessions, or of one that ends, would be needed. */
    private boolean onItsWay(TrackedSession session, Journey journey) {
        if (!session.stream().managed() || session.agenda().copies()) {
            return onLane(session);
        }
        return stanzas.execute(session.username(), journey.number(), () -> look(session));
    }

    private void look(TrackedSession session) {
        boolean copies = session.agenda().copies();
        if (copies && !lanes.mayWait()) {
            // One came meanwhile.
            if (!onLane(session)) {
                session.agenda().refused();
            }
            return;
        }
        session.agenda().begun();
        if (!tracking.closed() && tracked.get(session.stream().id()) == session) {
            if (copies) {
                tracking.followAll(session.username());
            }
            tracking.look(session);
        }
    }
}
