package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/** Is told what happens to tracked sessions, always on the user's lane. */
public interface SessionListener {

    /**
     * A stanza waits for a session that lost its connection, or was said in a room and is lost with a session that ended before anybody
     * saw it detached. Told once for each stanza and session.
     *
     * @param waiting which
     */
    default void hibernated(Waiting waiting) {
    }

    /**
     * A stanza waits for a connected session that has stopped acknowledging. Told once for each stanza and session, and not again when
     * that session loses its connection.
     *
     * @param waiting which
     */
    default void unacknowledged(Waiting waiting) {
    }

    /**
     * An important stanza was acknowledged before it became a reason to push.
     *
     * @param waiting which
     * @param after how long that took, as far as it was watched
     */
    default void acknowledged(Waiting waiting, Duration after) {
    }

    /**
     * A stanza was acknowledged, whether it was told of before or not: it is no reason to push to that device any more.
     *
     * @param acknowledged which
     */
    default void seen(Waiting acknowledged) {
    }

    /**
     * A session that acknowledges nothing ended since its client was gone, and took along what it was sent after the client's last request.
     *
     * @param waiting what it took along
     */
    default void lost(Waiting waiting) {
    }

    /**
     * A device is back: its session was bound, resumed, or acknowledges again.
     *
     * @param username whose
     * @param binding tells its registrations
     */
    default void online(String username, Binding binding) {
    }

    /**
     * The same where several registrations may be the session's, and nobody knows which of them is.
     *
     * @param username whose
     * @param binding tells which
     */
    default void perhapsOnline(String username, Binding binding) {
    }

    /**
     * A stanza that a session has not acknowledged. Immutable.
     *
     * @param username whose session
     * @param binding tells the registrations that the session is bound to
     * @param travelling what waits
     */
    record Waiting(String username, Binding binding, Travelling travelling) {

        /** Checks. */
        public Waiting {
            Objects.requireNonNull(username);
            Objects.requireNonNull(binding);
            Objects.requireNonNull(travelling);
        }

        /** @return what waits */
        public Stanza stanza() {
            return travelling.stanza();
        }
    }
}
