package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's session as an administrator sees it. Immutable.
 *
 * @param resource its resource
 * @param kind what it is like
 * @param since when it lost its connection, or null where it has one, or where that is not known
 */
public record SessionView(String resource, Kind kind, @Nullable Instant since) {

    /** What a session is like. */
    public enum Kind {
        /** It has a connection, and its client confirms what it gets. */
        MANAGED,
        /** It has a connection; whether its client confirms what it gets is not watched, since no registration belongs to it. */
        UNWATCHED,
        /** It has a connection, but its client left something unconfirmed for too long. */
        SILENT,
        /** It has a connection, on which nothing is confirmed. */
        UNMANAGED,
        /** It has no connection, and can be resumed. */
        HIBERNATED
    }

    /** Checks. */
    public SessionView {
        Objects.requireNonNull(resource);
        Objects.requireNonNull(kind);
    }

    /**
     * @param stream a session that belongs to no registration
     * @return it as people see it
     */
    static SessionView of(ClientStream stream) {
        SessionView plain = plain(stream);
        return plain.kind() == Kind.MANAGED ? new SessionView(plain.resource(), Kind.UNWATCHED, null) : plain;
    }

    private static SessionView plain(ClientStream stream) {
        String resource = Objects.requireNonNullElse(stream.address().getResource(), "");
        return new SessionView(resource, stream.detached() ? Kind.HIBERNATED : stream.managed() ? Kind.MANAGED : Kind.UNMANAGED, null);
    }

    /**
     * @param stream a session that is followed
     * @param state what is known of it
     * @return it as people see it
     */
    static SessionView of(ClientStream stream, SessionState state) {
        SessionView plain = plain(stream);
        if (plain.kind() == Kind.HIBERNATED && state instanceof SessionState.Detached detached) {
            return new SessionView(plain.resource(), plain.kind(), detached.hibernation().since());
        }
        return plain.kind() == Kind.MANAGED && !state.answers() && !(state instanceof SessionState.Detached)
            ? new SessionView(plain.resource(), Kind.SILENT, null) : plain;
    }
}
