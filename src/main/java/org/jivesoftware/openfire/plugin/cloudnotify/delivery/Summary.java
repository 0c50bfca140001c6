package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import org.jspecify.annotations.Nullable;

/**
 * The fields of the summary form; null leaves one out (XEP-0357 §7, behaviour §3).
 *
 * @param messageCount important stanzas for the device since it was last online
 * @param pendingSubscriptionCount subscription requests that wait for the user
 * @param lastMessageSender who sent the last one
 * @param lastMessageBody what it said, or the text that stands in for it
 */
public record Summary(@Nullable Integer messageCount, @Nullable Integer pendingSubscriptionCount, @Nullable String lastMessageSender,
                      @Nullable String lastMessageBody) {

    /** Nothing to say: the device is only to be woken. */
    public static final Summary EMPTY = new Summary(null, null, null, null);

    /** Shows no content. */
    @Override
    public String toString() {
        return "Summary[" + messageCount + ", " + pendingSubscriptionCount + "]";
    }
}
