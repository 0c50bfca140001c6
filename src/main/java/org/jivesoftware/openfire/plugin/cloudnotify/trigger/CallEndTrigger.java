package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Jingle;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Wanted;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallMark;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallSignal;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.xmpp.packet.JID;

/**
 * A call that devices were woken for is over, or was answered by another one: they are told to stop ringing, once for each call and device
 * (docs/behaviour.md §2, "End of a call"). Only what the caller takes back, and what a device of the user answered, ends a call.
 *
 * <p>On the user's lane. What comes while that is full is not told: a device that wakes up for the call finds out by itself.
 */
public final class CallEndTrigger {

    private final String domain;
    private final Settings settings;
    private final Jingle jingle;
    private final PushHistory history;
    private final Occasions occasions;

    /**
     * @param domain the server's domain
     * @param settings for call-end
     * @param jingle tells whose app understands it
     * @param history knows who was woken for a call
     * @param sessions the sessions of users with devices
     * @param notifier takes the occasions
     */
    public CallEndTrigger(String domain, Settings settings, Jingle jingle, PushHistory history, SessionTracker sessions,
                          Consumer<Occasion> notifier) {
        this.domain = Objects.requireNonNull(domain);
        this.settings = Objects.requireNonNull(settings);
        this.jingle = Objects.requireNonNull(jingle);
        this.history = Objects.requireNonNull(history);
        this.occasions = new Occasions(domain, sessions, notifier);
    }

    /** @return whether anybody is told at all */
    boolean active() {
        return settings.get(Settings.CALL_END) != Wanted.NEVER;
    }

    /**
     * Something was said of a call, to a user or by one.
     *
     * @param username whose devices may ring
     * @param message what
     */
    public void said(String username, Travelling message) {
        Stanza stanza = message.stanza();
        CallSignal signal = stanza.traits().signal();
        JID sender = stanza.sender();
        Wanted wanted = settings.get(Settings.CALL_END);
        if (wanted == Wanted.NEVER || signal == null || signal.id().isEmpty() || sender == null || stanza.error() || stanza.groupchat()
            || message.copy()) {
            return;
        }
        JID account = new JID(username, domain, null, true);
        boolean own = account.equals(sender.asBareJID());
        Fingerprint rang;
        switch (signal.kind()) {
            case RETRACT -> rang = CallMark.proposal(stanza);
            case ACCEPT, REJECT, PROCEED, FINISH -> rang = own ? CallMark.call(account, stanza).fingerprint() : null;
            default -> rang = null;
        }
        if (rang != null) {
            Predicate<Registration> told = registration -> (wanted == Wanted.ALL || jingle.asked(registration))
                && history.knows(registration.key(), rang);
            occasions.due(Trigger.CALL_END, username, new Travelling(CallMark.end(account, stanza), message.journey()), told);
        }
    }
}
