package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.List;
import java.util.Objects;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/**
 * What goes out to one service for one device, now. Immutable.
 *
 * @param registration to which registration
 * @param key the same, as others know it
 * @param cause why
 * @param summary the summary's fields
 * @param letter what is for the app alone, or null for what the summary says
 * @param count how many important stanzas there were since the device was last in use, these included, whether the summary says so or not
 */
public record Push(Registration registration, RegistrationKey key, Cause cause, Summary summary, @Nullable Letter letter, int count) {

    /** Checks. */
    public Push {
        Objects.requireNonNull(registration);
        Objects.requireNonNull(key);
        Objects.requireNonNull(cause);
        Objects.requireNonNull(summary);
    }

    /**
     * @param registration as above
     * @param cause as above
     * @param summary as above
     */
    public Push(Registration registration, Cause cause, Summary summary) {
        this(registration, registration.key(), cause, summary, null, 0);
    }

    /** @return what is for the app alone: the letter, or what the summary says in its place */
    public Letter said() {
        Integer told = summary.messageCount();
        return letter != null ? letter : new Letter(told == null ? 0 : told, null, false, null, summary.lastMessageBody(), null);
    }

    /** @return what made it due */
    public Trigger trigger() {
        return cause.trigger();
    }

    /** @return whether an important stanza (a call is one) or a ping is behind it */
    public boolean important() {
        return cause.important();
    }

    /** @return children of {@code <notification/>} that other plugins added */
    public List<Element> extensions() {
        return cause.extensions();
    }
}
