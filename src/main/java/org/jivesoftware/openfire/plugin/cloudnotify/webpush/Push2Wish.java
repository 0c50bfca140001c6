package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Push2Features;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jspecify.annotations.Nullable;

/**
 * What a client of Push 2.0 asked for besides: how its pushes are signed for. Kept among the registration's wishes; shows nothing of it.
 *
 * @param signing the client's key, or null where it gave none
 * @param contact the client's contact, or null where this server's is to be used
 * @param claims what a token for a relay claims besides, as members of a JSON object
 */
record Push2Wish(WebPushKeys.@Nullable Signing signing, @Nullable String contact, String claims) {

    /** Where it is kept. */
    static final Push2Features FEATURES = new AppFeatures().push2();
    private static final int PARTS = 3;

    /** @return as it is kept */
    String write() {
        return (signing == null ? "" : signing.text()) + " " + Objects.requireNonNullElse(contact, "")
            + (claims.isEmpty() ? "" : " " + claims);
    }

    /** @return what a registration's client asked for, or null where it is not one of Push 2.0 */
    static @Nullable Push2Wish of(Registration registration) {
        String text = FEATURES.envelope().asked(registration) ? FEATURES.envelope().of(registration) : null;
        String[] parts = text == null ? new String[0] : text.split(" ", PARTS);
        return parts.length < 2 ? null
            : new Push2Wish(WebPushKeys.parsed(parts[0]), parts[1].isEmpty() ? null : parts[1], parts.length < PARTS ? "" : parts[2]);
    }

    /** @return by what is encrypted for a client that a relay pushes to, or null where nothing is to be said to it */
    static @Nullable ReceiverKeys relayKeys(Registration registration) {
        try {
            String text = FEATURES.relayKeys().asked(registration) ? FEATURES.relayKeys().of(registration) : null;
            return text == null ? null : ReceiverKeys.parsed(text);
        } catch (IllegalArgumentException e) {
            // A later version wrote it.
            return null;
        }
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "Push2Wish";
    }
}
