package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jspecify.annotations.Nullable;

/**
 * What a push may show of a stanza, as far as it was allowed to when the push fell due; whether it still is, is asked once more when the
 * push leaves. Immutable.
 *
 * @param sender who sent it, as the service is to see it: the bare JID of a chat, room/nick of a group chat; null where unknown
 * @param body what it says, or null where it says nothing, or is end-to-end encrypted
 * @param letter what it may say to the app alone, or null for nothing
 */
public record Content(@Nullable String sender, @Nullable String body, @Nullable Letter letter) {

    /**
     * What only the service's form can carry.
     *
     * @param sender as above
     * @param body as above
     */
    public Content(@Nullable String sender, @Nullable String body) {
        this(sender, body, null);
    }

    /** @return what is left where it becomes one with what came before: a letter, or null for nothing */
    @Nullable Content merged() {
        return letter == null ? null : sender == null && body == null ? this : new Content(null, null, letter);
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "Content";
    }
}
