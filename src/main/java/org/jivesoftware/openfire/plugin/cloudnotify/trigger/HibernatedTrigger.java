package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;

/**
 * A stanza waits for a session that lost its connection: the device that the session belongs to is woken, and no other (spec §2
 * "Hibernated", mod_cloud_notify's rule a). A call is urgent, whoever sees it first.
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
        notifier.accept(new Occasion(CallTrigger.isCall(waiting.stanza()) ? Trigger.CALL : Trigger.HIBERNATED, waiting.username(),
            waiting.stanza(), waiting.arrival(), waiting.stamp(), waiting.binding()));
    }
}
