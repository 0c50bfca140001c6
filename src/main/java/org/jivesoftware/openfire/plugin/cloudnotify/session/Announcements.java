package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.Objects;

/** Tells listeners that a session's client is there: once, and each time that it is back. On the user's lane. */
final class Announcements {

    private final String username;
    /** Whether listeners heard that it is there, or it was not when they could have. */
    private boolean announced;
    /** The same while nobody knew which of several registrations is its own. */
    private boolean perhaps;

    Announcements(String username) {
        this.username = Objects.requireNonNull(username);
    }

    /** @return whether listeners know that it is there */
    boolean announced() {
        return announced;
    }

    /**
     * Somebody looked at the session.
     *
     * @param connected whether it has a connection, and nobody is told by {@link #back}
     */
    void looked(Ties ties, boolean connected, SessionListener listener) {
        boolean news = ties.bound() ? !announced : !perhaps;
        if (news && connected) {
            back(ties, listener);
        }
        announced |= ties.bound();
        perhaps |= ties.wakesAny();
    }

    /** The client is back. */
    void back(Ties ties, SessionListener listener) {
        if (ties.bound()) {
            listener.online(username, ties.binding());
        } else if (ties.wakesAny()) {
            listener.perhapsOnline(username, ties.binding());
        }
    }
}
