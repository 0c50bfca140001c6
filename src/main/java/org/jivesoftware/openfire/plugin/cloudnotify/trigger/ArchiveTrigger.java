package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * A message is kept by the archive and was not stored offline: the devices that have no session are woken, since they will find it there
 * (docs/behaviour.md §2, "Archives"; mod_cloud_notify's rule b).
 */
public final class ArchiveTrigger {

    private final String domain;
    private final Settings settings;
    private final Archive archive;
    private final SessionTracker sessions;
    private final Occasions occasions;

    /**
     * @param domain the server's domain
     * @param settings for archive-trigger
     * @param archive the server's archive
     * @param sessions the sessions of users with devices
     * @param notifier takes the occasions
     */
    public ArchiveTrigger(String domain, Settings settings, Archive archive, SessionTracker sessions,
                          Consumer<Occasion> notifier) {
        this.domain = Objects.requireNonNull(domain);
        this.settings = Objects.requireNonNull(settings);
        this.archive = Objects.requireNonNull(archive);
        this.sessions = Objects.requireNonNull(sessions);
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
     * A message was routed. On the user's lane, or, where that is full, on the thread that routed it: nothing is waited for.
     *
     * @param username to whom
     * @param message the message
     * @return whether the archive keeps it
     */
    public boolean routed(String username, Travelling message) {
        if (!isKept(message.stanza())) {
            return false;
        }
        List<Binding> present = sessions.sessions(username);
        occasions.due(Trigger.ARCHIVED, username, message,
            registration -> present.stream().noneMatch(session -> session.test(registration)));
        return true;
    }

    private boolean isKept(Stanza stanza) {
        if (!stanza.important() || stanza.groupchat() || stanza.noPermanentStore()) {
            return false;
        }
        return settings.get(Settings.ARCHIVE_TRIGGER) == org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode.ALWAYS
            || stanza.traits().ownBody() && keepsMessagesOf(stanza.from());
    }

    /** The Monitoring plugin archives what users say, wherever they are, and not what the server itself and its services do. */
    private boolean keepsMessagesOf(@Nullable JID from) {
        if (from == null || from.getNode() == null) {
            return false;
        }
        return !from.getDomain().endsWith("." + domain) || from.getResource() != null && archive.keepsPrivateMessages();
    }
}
