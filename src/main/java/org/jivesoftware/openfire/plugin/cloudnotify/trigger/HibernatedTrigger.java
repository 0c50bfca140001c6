package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;

/**
 * A stanza waits for a session that lost its connection: the device that the session belongs to is woken, and no other (spec §2
 * "Hibernated", mod_cloud_notify's rule a). But for calls: {@link CallTrigger} has woken every device for them, urgently.
 */
public final class HibernatedTrigger {

    private final Consumer<Occasion> notifier;

    /**
     * @param notifier takes the occasions; not null
     */
    public HibernatedTrigger(Consumer<Occasion> notifier) {
        this.notifier = Objects.requireNonNull(notifier);
    }

    /**
     * @param waiting what waits, and for which session; not null
     */
    public void waits(Waiting waiting) {
        if (!CallTrigger.isCall(waiting.stanza())) {
            notifier.accept(new Occasion(Trigger.HIBERNATED, waiting.username(), waiting.stanza(), waiting.arrival(), waiting.stamp(),
                waiting.binding()));
        }
    }
}
