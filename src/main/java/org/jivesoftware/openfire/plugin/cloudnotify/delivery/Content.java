package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

/**
 * What a push may show of a stanza, as far as it was allowed to when the push fell due; whether it still is, is asked once more when the
 * push leaves. Immutable.
 *
 * @param sender who sent it, as the service is to see it: the bare JID of a chat, room/nick of a group chat; null where unknown
 * @param body what it says, or null where it says nothing, or is end-to-end encrypted
 */
public record Content(String sender, String body) {

    /** Shows nothing. */
    @Override
    public String toString() {
        return "Content";
    }
}
