package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * A message is kept by the archive while the user has a session somewhere: the devices that have none are woken, since they will find
 * it there (spec §2 "Archived", mod_cloud_notify's rule b).
 */
public final class ArchiveTrigger {

    private final Settings settings;
    private final Archive archive;
    private final SessionTracker sessions;
    private final Recipient recipient;
    private final Occasions occasions;

    /**
     * @param domain the server's domain; not null
     * @param settings for archive-trigger; not null
     * @param archive the server's archive; not null
     * @param sessions the sessions of users with devices; not null
     * @param recipient knows whom users block; not null
     * @param notifier takes the occasions; not null
     */
    public ArchiveTrigger(String domain, Settings settings, Archive archive, SessionTracker sessions, Recipient recipient,
                          Consumer<Occasion> notifier) {
        this.settings = Objects.requireNonNull(settings);
        this.archive = Objects.requireNonNull(archive);
        this.sessions = Objects.requireNonNull(sessions);
        this.recipient = Objects.requireNonNull(recipient);
        this.occasions = new Occasions(domain, sessions, notifier);
    }

    /** @return whether messages are archived at all, or it is to be taken for granted. Cheap. */
    public boolean active() {
        return switch (settings.get(Settings.ARCHIVE_TRIGGER)) {
            case NEVER -> false;
            case ALWAYS -> true;
            case AUTO -> archive.keepsMessages();
        };
    }

    /**
     * A message was routed. On the user's lane.
     *
     * @param username to whom; not null
     * @param stanza what is to know of it; not null
     * @param arrival the number of its journey
     */
    public void routed(String username, Stanza stanza, long arrival) {
        routed(username, stanza, arrival, recipient);
    }

    /**
     * The same for when the user's lane is full: on the thread that routed it, which waits for nothing.
     *
     * @param username as above
     * @param stanza as above
     * @param arrival as above
     */
    void overloaded(String username, Stanza stanza, long arrival) {
        routed(username, stanza, arrival, recipient.fromMemory());
    }

    private void routed(String username, Stanza stanza, long arrival, Recipient asked) {
        if (!isKept(stanza)) {
            return;
        }
        List<Binding> present = sessions.sessions(username);
        if (!present.isEmpty() && !asked.blocks(username, stanza)) {
            occasions.due(Trigger.ARCHIVED, username, stanza, arrival, null,
                registration -> present.stream().noneMatch(session -> session.test(registration)));
        }
    }

    /** Openfire's archive keeps messages with bodies; headlines are not important. */
    private boolean isKept(Stanza stanza) {
        if (!stanza.important() || stanza.groupchat() || stanza.noPermanentStore()) {
            return false;
        }
        return stanza.body() != null || settings.get(Settings.ARCHIVE_TRIGGER)
            == org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveTrigger.ALWAYS;
    }
}
