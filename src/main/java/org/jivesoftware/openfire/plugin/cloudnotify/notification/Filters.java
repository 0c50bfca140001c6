package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Feature;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.GroupchatFilter;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.room.KnownNames;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Mentions;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * What an app asked not to be woken for (docs/behaviour.md §10): muted chats, senders that are no contacts, group chats that are not in its
 * list. Thread-safe; waits for no more than {@link Contacts} do.
 */
public final class Filters {

    private static final Logger LOG = LoggerFactory.getLogger(Filters.class);

    private final AppFeatures features;
    private final Contacts contacts;
    private final KnownNames names;

    /**
     * @param features what apps may have asked for
     * @param contacts tells strangers
     * @param names tells who is mentioned in a group chat
     */
    public Filters(AppFeatures features, Contacts contacts, KnownNames names) {
        this.features = Objects.requireNonNull(features);
        this.contacts = Objects.requireNonNull(contacts);
        this.names = Objects.requireNonNull(names);
    }

    /** @return whether the app asked for nothing from that sender or group chat */
    boolean muted(Occasion occasion, Registration registration) {
        JID sender = sender(occasion, registration);
        Stanza stanza = occasion.stanza();
        if (sender == null || stanza == null) {
            return false;
        }
        Set<String> muted = wish(features.muted(), registration);
        return muted != null && muted.contains(sender.toBareJID()) || unnamed(stanza, sender, registration);
    }

    /** @return whether it is a group chat, and the app's list does not ask for it */
    boolean unlisted(Occasion occasion, Registration registration) {
        JID sender = sender(occasion, registration);
        // Who is no occupant is asked by the room's own rules.
        Stanza stanza = occasion.stanza();
        if (sender == null || stanza == null || !stanza.groupchat() || !occasion.trigger().ofOneSession()
            && occasion.trigger() != Trigger.OFFLINE
            && occasion.trigger() != Trigger.AWAY) {
            return false;
        }
        GroupchatFilter.Rooms rooms = wish(features.groupchatFilter(), registration);
        return rooms != null && !allows(rooms.of(sender.toBareJID()), stanza, sender, registration);
    }

    /** @return whether the app asked for nothing from strangers */
    boolean contactsOnly(Registration registration) {
        return registration.wishes() != null && features.ignoreUnknown().asked(registration);
    }

    private boolean anyContactsOnly(List<Registration> registrations) {
        for (Registration registration : registrations) {
            if (contactsOnly(registration)) {
                return true;
            }
        }
        return false;
    }

    /** @return whether an app of these asked for nothing from strangers, and the sender is one; group chats are exempt */
    boolean stranger(Occasion occasion, List<Registration> registrations) {
        Stanza stanza = occasion.stanza();
        JID sender = stanza == null || stanza.groupchat() ? null : stanza.sender();
        if (stanza == null || sender == null || !anyContactsOnly(registrations)) {
            return false;
        }
        JID to = stanza.to();
        boolean own = occasion.username().equals(sender.getNode()) && to != null && sender.getDomain().equals(to.getDomain());
        return !own && contacts.stranger(occasion.username(), sender);
    }

    /**
     * @return whether it is not to be woken by what is not important (behaviour §13): browsers show something for each push, and clients
     *     of Push 2.0 may ask for that
     */
    boolean importantOnly(Registration registration) {
        return features.endpoint().asked(registration) || features.push2().importantOnly().asked(registration);
    }

    /** @return who wrote it, or null where nothing is to be filtered */
    private static @Nullable JID sender(Occasion occasion, Registration registration) {
        Stanza stanza = occasion.stanza();
        return registration.wishes() == null || stanza == null ? null : stanza.sender();
    }

    private static <W> @Nullable W wish(Feature<W> feature, Registration registration) {
        try {
            return feature.of(registration);
        } catch (IllegalArgumentException e) {
            LOG.debug("What an app of user {} asks of {} is not understood, and filters nothing", registration.username(), feature.name());
            return null;
        }
    }

    private boolean allows(GroupchatFilter.Rule rule, Stanza stanza, JID sender, Registration registration) {
        return switch (rule.allow()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case MENTIONED -> names.mentioned(registration.username(), sender.asBareJID(), stanza, stanza.body(), rule.nickname());
        };
    }

    /** Whether it is of a chat that pushes only where it names the user, or replies to the user, and does not. Calls do. */
    private boolean unnamed(Stanza stanza, JID sender, Registration registration) {
        String username = registration.username();
        JID chat = sender.asBareJID();
        Mentions mentions = stanza.traits().mentions();
        String text = KnownNames.searched(stanza, stanza.body());
        return stanza.call() == null
            && (lists(features.push2().mentionsOnly(), registration, chat) && !names.mentioned(username, chat, mentions, text)
                || lists(features.push2().namedOnly(), registration, chat)
                    && !names.mentioned(username, chat, mentions.withoutReplies(), text)
                || lists(features.push2().repliesOnly(), registration, chat)
                    && !names.mentioned(username, chat, mentions.ofReplies(), null));
    }

    private static boolean lists(Feature<String> chats, Registration registration, JID chat) {
        String text = wish(chats, registration);
        return text != null && List.of(text.split("\n")).contains(chat.toString());
    }
}
