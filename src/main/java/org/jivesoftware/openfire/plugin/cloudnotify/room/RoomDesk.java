package org.jivesoftware.openfire.plugin.cloudnotify.room;

import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** What the registration at a room has to know of the server. Thread-safe; may wait. */
public interface RoomDesk {

    /**
     * @param room its bare JID
     * @param username a local user
     * @return how the room stands to the user, or null where there is no such room
     */
    @Nullable Standing standing(JID room, String username);

    /**
     * Has the server itself answer a request to the room, as if the plugin were not there.
     *
     * @param request what the user asks; not changed
     * @return its answer, with whatever id, or null where none came in time
     */
    @Nullable IQ answer(IQ request);

    /**
     * How a room stands to a user. Immutable.
     *
     * @param affiliation owner, admin, member, none or outcast
     * @param membersOnly whether nobody but members may join
     * @param moderated whether it is moderated
     * @param registration whether users may register there themselves
     * @param nickname the nickname that the user has registered there, or null
     */
    record Standing(String affiliation, boolean membersOnly, boolean moderated, boolean registration, @Nullable String nickname) {
    }
}
