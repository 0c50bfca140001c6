package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * A stanza waits for a session that lost its connection: the device that the session belongs to is woken, and no other (spec §2
 * "Hibernated", mod_cloud_notify's rule a). A call is one here, too: {@link CallTrigger} wakes every device for it, but may hear of it
 * after what came later and only wakes. Not for whom the user blocks: Openfire stops most of that itself, but not in sessions that were
 * there before the first block.
 */
public final class HibernatedTrigger implements SessionListener {

    private final Recipient recipient;
    private final Consumer<Occasion> notifier;

    /**
     * @param recipient knows whom users block; not null
     * @param notifier takes the occasions; not null
     */
    public HibernatedTrigger(Recipient recipient, Consumer<Occasion> notifier) {
        this.recipient = Objects.requireNonNull(recipient);
        this.notifier = Objects.requireNonNull(notifier);
    }

    @Override
    public void hibernated(Waiting waiting) {
        if (!blocked(recipient, waiting)) {
            Trigger trigger = CallTrigger.isCall(waiting.stanza()) ? Trigger.CALL : Trigger.HIBERNATED;
            notifier.accept(new Occasion(trigger, waiting.username(), waiting.travelling(), waiting.binding()));
        }
    }

    /** @return whether it is of somebody whom the user blocks */
    static boolean blocked(Recipient recipient, Waiting waiting) {
        return waiting.stanza().kind() == Stanza.Kind.MESSAGE && recipient.blocks(waiting.username(), waiting.stanza());
    }
}
