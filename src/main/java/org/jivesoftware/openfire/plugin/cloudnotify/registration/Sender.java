package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as the server knows it.
 *
 * @param local whether it is a user of this server
 * @param anonymous whether that user has no account
 * @param userAgent the XEP-0388 user-agent id of the session, or null where the server does not know it
 */
public record Sender(boolean local, boolean anonymous, @Nullable String userAgent) {
}
