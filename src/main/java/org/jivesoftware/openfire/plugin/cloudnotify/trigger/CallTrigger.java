package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * Somebody calls (XEP-0353 {@code <propose/>}): every device of the user is woken at once, even one that looks connected, since a
 * connection that is dead must not swallow a call (behaviour §2 "Urgent").
 */
public final class CallTrigger {

    private final Occasions occasions;

    /**
     * @param domain the server's domain
     * @param sessions the sessions of users with devices
     * @param notifier takes the occasions
     */
    public CallTrigger(String domain, SessionTracker sessions, Consumer<Occasion> notifier) {
        this.occasions = new Occasions(domain, sessions, notifier);
    }

    /**
     * A message was routed. On the user's lane, or, where that is full, on the thread that routed it: nothing is waited for.
     *
     * @param username to whom
     * @param message the message
     */
    public void routed(String username, Travelling message) {
        if (isCall(message.stanza())) {
            occasions.due(Trigger.CALL, username, message, Occasion.ALL);
        }
    }

    /** @return whether a stanza rings */
    static boolean isCall(Stanza stanza) {
        return stanza.call() != null && !stanza.error() && !stanza.groupchat();
    }
}
