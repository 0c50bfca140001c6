package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Summary;

/** Makes one push of several to the same registration, where they cannot all go out now. Pure. */
final class Merging {

    private Merging() {
    }

    /**
     * @param first the earlier; not null
     * @param next the later; not null
     * @param standIn the text that stands in for a body, or null
     * @return one push that carries the larger counts, since counts are running totals, and nobody's content; never null
     */
    static Notification merged(Notification first, Notification next, String standIn) {
        boolean important = first.important() || next.important();
        Notification why = next.important() || !first.important() ? next : first;
        Summary summary = new Summary(larger(first.summary().messageCount(), next.summary().messageCount()),
            larger(first.summary().pendingSubscriptionCount(), next.summary().pendingSubscriptionCount()), null,
            important ? standIn : null);
        return new Notification(next.key(), why.trigger(), summary, important, false, List.of(), why.sender());
    }

    /**
     * @param notification a push; not null
     * @param standIn the text that stands in for a body, or null
     * @return the same without content of its own, small enough to be kept by the ten thousand; never null
     */
    static Notification contentless(Notification notification, String standIn) {
        return merged(notification, notification, standIn);
    }

    private static Integer larger(Integer one, Integer other) {
        return one == null ? other : other == null ? one : Integer.valueOf(Math.max(one, other));
    }
}
