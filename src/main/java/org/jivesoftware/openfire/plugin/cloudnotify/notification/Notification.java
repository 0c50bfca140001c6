package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.util.List;
import java.util.Objects;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * What is to be published to one service for one device: the notification room's word to delivery. Immutable.
 *
 * @param key which registration; not null
 * @param trigger why; not null
 * @param summary the summary's fields; not null
 * @param important whether an important stanza (a call is one) or a ping is behind it
 * @param ownContent whether it carries a sender or a body of its own, so that it cannot merge with another
 * @param extensions further children of {@code <notification/>} that other plugins added; not null
 * @param sender the sender, shortened for the administrator's eyes, or null
 */
public record Notification(RegistrationKey key, Trigger trigger, Summary summary, boolean important, boolean ownContent,
                           List<Element> extensions, String sender) {

    /** Checks and copies. */
    public Notification {
        Objects.requireNonNull(key);
        Objects.requireNonNull(trigger);
        Objects.requireNonNull(summary);
        extensions = List.copyOf(extensions);
    }

    /** @return whether it may become one with other pushes to the same registration (spec §2, "Merging") */
    public boolean mergeable() {
        return !ownContent && trigger != Trigger.CALL && extensions.isEmpty();
    }
}
