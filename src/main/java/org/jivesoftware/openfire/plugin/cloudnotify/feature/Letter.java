package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallSignal;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.MessageIds;
import org.jspecify.annotations.Nullable;

/**
 * What a push says to the app alone, and not to the service: encrypted, or, of a call, for who asked for that. Immutable.
 *
 * @param unread how many messages are unread
 * @param sender who it is from: a bare address, of calls a full one; null where that is not to be told
 * @param groupchat whether it was said in a group chat, whose address the sender then is
 * @param nickname who said it there, or null
 * @param message what was said, or the text that stands in for it; null for nothing
 * @param call what is said of a call, or null
 * @param ids by what the message is known to who asks an archive for it, where the app understands that
 */
public record Letter(int unread, @Nullable String sender, boolean groupchat, @Nullable String nickname, @Nullable String message,
                     @Nullable CallSignal call, MessageIds ids) {

    /**
     * One that does not name the message.
     *
     * @param unread as above
     * @param sender as above
     * @param groupchat as above
     * @param nickname as above
     * @param message as above
     * @param call as above
     */
    public Letter(int unread, @Nullable String sender, boolean groupchat, @Nullable String nickname, @Nullable String message,
                  @Nullable CallSignal call) {
        this(unread, sender, groupchat, nickname, message, call, MessageIds.NONE);
    }

    /**
     * @param count how many messages are unread by now
     * @param placeholder what is said where nothing else is, or null
     * @return the same, as it leaves
     */
    public Letter leaving(int count, @Nullable String placeholder) {
        return new Letter(count, sender, groupchat, nickname, message == null && call == null ? placeholder : message, call, ids);
    }

    /**
     * @param withSender whether it may say who it is from
     * @param withMessage whether it may say what was said
     * @return the same without what it may not
     */
    public Letter only(boolean withSender, boolean withMessage) {
        return new Letter(unread, withSender ? sender : null, groupchat, withSender ? nickname : null, withMessage ? message : null, call,
            ids);
    }

    /** @return whether somebody calls, and does not only say that a call is over */
    public boolean rings() {
        return call != null && call.kind() == CallSignal.Kind.PROPOSE;
    }

    /**
     * @param maxSize how many bytes of UTF-8 it may take, at least 64
     * @return it as JSON, the message shortened where it must be (behaviour §10)
     */
    public String json(int maxSize) {
        return Json.write(this, maxSize);
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "Letter";
    }
}
