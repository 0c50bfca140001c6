package org.jivesoftware.openfire.plugin.cloudnotify.room;

import java.util.Objects;
import java.util.Set;

/**
 * What the server knows of a room. Immutable.
 *
 * @param membersOnly whether nobody but those with an affiliation may join
 * @param closed whether more than being there is asked of who joins: an affiliation or a password
 * @param affiliated the local users that have an affiliation (owner, admin, member), by local part; not changed any more
 * @param outcasts the local users that are banned; not changed any more
 */
public record RoomFacts(boolean membersOnly, boolean closed, Set<String> affiliated, Set<String> outcasts) {

    /** Checks. */
    public RoomFacts {
        Objects.requireNonNull(affiliated);
        Objects.requireNonNull(outcasts);
    }
}
