package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Away;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * A message came while nobody is at any of the user's devices: all connected, available sessions are away or xa. Apps that asked for it are
 * pushed to, connected or not (docs/behaviour.md §10).
 */
public final class AwayTrigger {

    private final Away away;
    private final Registrations registrations;
    private final Recipient recipient;
    private final SessionTracker sessions;
    private final Occasions occasions;

    /**
     * @param domain the server's domain
     * @param away tells whose app asked
     * @param registrations the registrations
     * @param recipient knows the user's sessions
     * @param sessions the sessions of users with devices
     * @param notifier takes the occasions
     */
    public AwayTrigger(String domain, Away away, Registrations registrations, Recipient recipient, SessionTracker sessions,
                       Consumer<Occasion> notifier) {
        this.away = Objects.requireNonNull(away);
        this.registrations = Objects.requireNonNull(registrations);
        this.recipient = Objects.requireNonNull(recipient);
        this.sessions = Objects.requireNonNull(sessions);
        this.occasions = new Occasions(domain, sessions, notifier);
    }

    /** @return whether an app of that user asked for it, as far as is in memory; cheap */
    boolean concerns(String username) {
        List<Registration> known = registrations.known(username);
        for (int i = 0; known != null && i < known.size(); i++) {
            if (away.asked(known.get(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * A message was routed. On the user's lane.
     *
     * @param username to whom
     * @param message the message
     */
    public void routed(String username, Travelling message) {
        Stanza stanza = message.stanza();
        if (!stanza.important() || !stanza.reason() || !recipient.away(username)) {
            return;
        }
        // What a room says is said to each occupant.
        String addressed = stanza.groupchat() && stanza.to() != null ? stanza.to().getResource() : null;
        occasions.due(Trigger.AWAY, username, message, registration -> away.asked(registration) && (addressed == null
            || sessions.sessions(username).stream().anyMatch(each -> each.resource().equals(addressed) && each.test(registration))));
    }
}
