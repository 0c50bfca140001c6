package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;

/**
 * A stanza waits for a session that lost its connection: the device that the session belongs to is woken, and no other (behaviour §2
 * "Hibernated", mod_cloud_notify's rule a). A call is one here, too: {@link CallTrigger} wakes every device for it, but may hear of it
 * after what came later and only wakes.
 */
public final class HibernatedTrigger implements SessionListener {

    private final Consumer<Occasion> notifier;

    /**
     * @param notifier takes the occasions
     */
    public HibernatedTrigger(Consumer<Occasion> notifier) {
        this.notifier = Objects.requireNonNull(notifier);
    }

    @Override
    public void hibernated(Waiting waiting) {
        Trigger trigger = CallTrigger.isCall(waiting.stanza()) ? Trigger.CALL : Trigger.HIBERNATED;
        notifier.accept(new Occasion(trigger, waiting.username(), waiting.travelling(), waiting.binding()::wakes));
    }

    /** {@inheritDoc} It is in no session and in no store: each device is woken, unless it is in use. */
    @Override
    public void lost(Waiting waiting) {
        notifier.accept(new Occasion(Trigger.HIBERNATED, waiting.username(), waiting.travelling(), Occasion.ALL));
    }
}
