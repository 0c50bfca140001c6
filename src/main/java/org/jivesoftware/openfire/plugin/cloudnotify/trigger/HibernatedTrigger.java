package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * A stanza waits for a session that lost its connection: the device that the session belongs to is woken, and no other (spec §2
 * "Hibernated", mod_cloud_notify's rule a). But for calls: {@link CallTrigger} has woken every device for them, urgently; and not for
 * whom the user blocks: Openfire stops most of that itself, but not in sessions that were there before the first block.
 */
public final class HibernatedTrigger {

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

    /**
     * @param waiting what waits, and for which session; not null
     */
    public void waits(Waiting waiting) {
        if (!CallTrigger.isCall(waiting.stanza()) && !blocked(recipient, waiting)) {
            notifier.accept(new Occasion(Trigger.HIBERNATED, waiting.username(), waiting.stanza(), waiting.arrival(), waiting.stamp(),
                waiting.binding()));
        }
    }

    /** @return whether it is of somebody whom the user blocks */
    static boolean blocked(Recipient recipient, Waiting waiting) {
        return waiting.stanza().kind() == Stanza.Kind.MESSAGE && recipient.blocks(waiting.username(), waiting.stanza());
    }
}
