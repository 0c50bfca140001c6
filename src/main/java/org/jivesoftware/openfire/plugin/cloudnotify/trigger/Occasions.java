package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * What the triggers for routed messages have in common: a redelivered copy belongs to the journey of its original, and the device that
 * sent a message is not woken for it, also where it is known by its user agent only. On the user's lane; thread-safe.
 */
final class Occasions {

    private final String domain;
    private final SessionTracker sessions;
    private final Consumer<Occasion> notifier;

    Occasions(String domain, SessionTracker sessions, Consumer<Occasion> notifier) {
        this.domain = Objects.requireNonNull(domain);
        this.sessions = Objects.requireNonNull(sessions);
        this.notifier = Objects.requireNonNull(notifier);
    }

    /**
     * A message is due for the registrations that {@code audience} accepts, but not for the device that sent it.
     */
    void due(Trigger trigger, String username, Travelling message, Predicate<Registration> audience) {
        notifier.accept(new Occasion(trigger, username, sessions.copies().first(username, message), audience, Occasion.NONE,
            sender(username, message.stanza().from()), 0));
    }

    /** As {@link #stored}, where the user's lane is full: nobody can be asked which journey it is on, and who got it. */
    void overloaded(String username, Travelling message) {
        notifier.accept(new Occasion(Trigger.OFFLINE, username, message, Occasion.ALL, Occasion.NONE,
            sender(username, message.stanza().from()), 0));
    }

    /** A message was stored offline: it is due for every device, unless that is connected and got it all the same. */
    void stored(String username, Travelling message) {
        Travelling first = sessions.copies().first(username, message);
        notifier.accept(new Occasion(Trigger.OFFLINE, username, first, Occasion.ALL, sessions.copies().got(username, first),
            sender(username, message.stanza().from()), 0));
    }

    /** Which device sent it. Where the sender's resource is that of a registration, the notification room sees it itself. */
    private Predicate<Registration> sender(String username, @Nullable JID from) {
        if (from == null || from.getResource() == null || !username.equals(from.getNode()) || !domain.equals(from.getDomain())) {
            return Occasion.NONE;
        }
        return sessions.sessions(username).stream()
            .filter(session -> session.userAgent() != null && session.resource().equals(from.getResource()))
            .findFirst().<Predicate<Registration>>map(sender -> sender).orElse(Occasion.NONE);
    }
}
