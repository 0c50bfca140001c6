package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jspecify.annotations.Nullable;

/**
 * What a client of Push 2.0 asked for besides: how its pushes are signed for. Kept among the registration's wishes; shows nothing of it.
 *
 * @param signing the client's key, or null where this server's is to be used
 * @param contact the client's contact, or null where this server's is to be used
 */
record Push2Wish(WebPushKeys.@Nullable Signing signing, @Nullable String contact) {

    /** Its name among the wishes. */
    static final String NAME = "push2";

    /** @return as it is kept; never null */
    String write() {
        return (signing == null ? "" : signing.text()) + " " + Objects.requireNonNullElse(contact, "");
    }

    /** @return what a registration's client asked for, or null where it is not one of Push 2.0 */
    static @Nullable Push2Wish of(Registration registration) {
        String text = registration.wishes() == null || !registration.wishes().has(NAME) ? null : registration.wishes().text(NAME);
        int space = text == null ? -1 : text.indexOf(' ');
        return text == null || space < 0 ? null
            : new Push2Wish(WebPushKeys.parsed(text.substring(0, space)), space == text.length() - 1 ? null : text.substring(space + 1));
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "Push2Wish";
    }
}
