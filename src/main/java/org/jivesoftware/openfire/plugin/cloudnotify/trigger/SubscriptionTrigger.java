package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * A contact asks to subscribe to the presence of a user who is away: every device is woken, with the number of requests that wait
 * (behaviour §2 "Subscription request").
 */
public final class SubscriptionTrigger {

    private final Recipient recipient;
    private final BiConsumer<String, Consumer<Boolean>> elsewhere;
    private final Consumer<Occasion> notifier;

    /**
     * @param recipient knows the user's roster and sessions
     * @param elsewhere tells, later and on the user's lane, whether a session of the user is connected at another cluster node and
     *     available
     * @param notifier takes the occasions
     */
    public SubscriptionTrigger(Recipient recipient, BiConsumer<String, Consumer<Boolean>> elsewhere, Consumer<Occasion> notifier) {
        this.recipient = Objects.requireNonNull(recipient);
        this.elsewhere = Objects.requireNonNull(elsewhere);
        this.notifier = Objects.requireNonNull(notifier);
    }

    /**
     * A request was handled by the server, which may have answered it itself. On the user's lane, or, where that is full, on the thread
     * that handled it, which waits for nothing: the server has just changed the user's roster, so that it is in memory.
     *
     * @param username who was asked
     * @param request the request
     */
    public void asked(String username, Travelling request) {
        if (!recipient.available(username)) {
            elsewhere.accept(username, available -> {
                if (!available) {
                    due(username, request);
                }
            });
        }
    }

    private void due(String username, Travelling request) {
        Stanza stanza = request.stanza();
        if (stanza.from() != null && !recipient.available(username) && recipient.isAskedBy(username, stanza.from())) {
            notifier.accept(new Occasion(Trigger.SUBSCRIPTION, username, request, Occasion.ALL, recipient.pendingSubscriptions(username)));
        }
    }
}
